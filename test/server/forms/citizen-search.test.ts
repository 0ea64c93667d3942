import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCitizenSearch } from '@cccd-kiosk/server/src/forms/citizen/citizen-search';
import { createRegistry } from '@cccd-kiosk/server/src/forms/registry/registry';

const registry = createRegistry(fileURLToPath(new URL('../../../server/forms', import.meta.url)), () => '2026-09-15');
const search = createCitizenSearch(registry, new Set(['CT01', 'KS', 'XNHN', 'CT03']));
const first = (query: string) => search(query).found[0];

describe('a citizen looks for a procedure in the shipped files', () => {
  it.each([
    ['dkks', 'KS', 'Đăng ký khai sinh'],
    ['khai sinh', 'KS', 'Đăng ký khai sinh'],
    ['dang ky thuong tru', 'CT01', 'Đăng ký thường trú'],
    ['đăng ký tạm trú', 'CT01', 'Đăng ký tạm trú'],
    ['ct03', 'CT03', 'Phiếu khai báo tạm vắng'],
    ['tinh trang hon nhan', 'XNHN', 'Tờ khai cấp Giấy xác nhận tình trạng hôn nhân'],
  ])('%s opens %s', (query, code, name) => {
    expect(search(query).found).toContainEqual({ code, name: expect.objectContaining({ vi: name }) as unknown });
  });
  it('a passport has no form here, an officer does it', () => {
    expect(first('ho chieu')).toMatchObject({ code: null, name: { vi: 'Cấp hộ chiếu phổ thông' } });
  });
  it('a service of two papers is begun by an officer, although one of them is offered here', () => {
    expect(first('ket hon')?.code).toBeNull();
    expect(search('dang ky ket hon').found.find(({ name }) => name.vi === 'Đăng ký kết hôn')?.code).toBeNull();
  });
  it('shows four and counts the others; nothing asked, nothing found', () => {
    const { found, more } = search('dang ky');
    expect(found).toHaveLength(4);
    expect(more).toBeGreaterThan(2);
    expect(search('  ')).toEqual({ query: '  ', found: [], more: 0 });
    expect(search('zzzzz').found).toEqual([]);
  });
});
