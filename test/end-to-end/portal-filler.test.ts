import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PortalFill } from '@cccd-kiosk/contract/forms';
import { portalTexts } from '@cccd-kiosk/contract/text/portal';
import { fillPortal } from '@cccd-kiosk/server/src/forms/portal/fill-portal';
import { loadRegistry } from '@cccd-kiosk/server/src/forms/registry/load-registry';
import { fileURLToPath } from 'node:url';
import { clipboardText, fillBookmarklet, wipeBookmarklet } from '../../kiosk-ui/src/portal/bookmarklets.ts';
import { fillFromCards, shipped } from '../server/forms/filled-forms.ts';
import { chromiumPath } from './gallery-pages.ts';
import { browserMissing } from './kiosk-room.ts';

const { portals } = loadRegistry(fileURLToPath(new URL('../../server/forms', import.meta.url)));
const portalOf = (wanted: string | undefined) => portals.find(({ id }) => id === wanted);
const birth = shipped.find(({ code }) => code === 'KS');
const residence = shipped.find(({ code, version }) => code === 'CT01' && version === '53-2025');

/** The e-forms' own control names, in the three ways that the portals write them. */
const eform = `<!doctype html><meta charset="utf-8"><title>Khai sinh</title>
<form>
<input name="HoVaTenC"><input id="SoDinhDanhC"><input name="NgayCapDDC"><input name="NoiCapDDC">
<fieldset id="nycNoiCuTru_TrongNuoc"><select name="tinh"><option>Chọn</option></select><textarea name="diaChi"></textarea></fieldset>
<select name="QuanHe"><option value="">Chọn</option><option value="BanThan">Bản thân</option><option value="Khac">Khác</option></select>
<input name="ctl00$Main$HoTenKS"><input type="date" name="NgaySinhChon">
<label><input type="radio" name="GioiTinhKS" value="1">Nam</label><label><input type="radio" name="GioiTinhKS" value="2">Nữ</label>
<app-input formcontrolname="HoTenMeKS"><input></app-input>
</form>
<iframe srcdoc='<input name="HoTenChaKS"><input name="SoDinhDanhCha" readonly>'></iframe>
<script>
// As the frameworks do: a setter of one's own over the element, and a model that hears only events.
window.model = {};
const named = document.querySelector('[name=HoVaTenC]');
Object.defineProperty(named, 'value', { get: () => window.model.name ?? '', set: () => undefined });
named.addEventListener('input', () => { window.model.name = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').get.call(named); });
localStorage.setItem('citizen', 'secret'); document.cookie = 'citizen=secret; path=/';
</script>`;

/** The residence portal's page, whose ids are of one family; its choices have codes. */
const residencePage = `<!doctype html><meta charset="utf-8"><title>Tạm trú</title>
<input id="txtFULLNAME"><select id="cboDATE_FORMAT"><option value="YYYY">Năm</option><option value="DDMMYYYY">Ngày tháng năm</option></select><input id="txtDOB">
<select id="cboGENDER_CODE"><option value=""></option><option value="2">Nam</option><option value="3">Nữ</option></select>
<input id="txtIDENTIFIER_NUMBER" maxlength="12"><input id="txtPHONE_NUMBER"><input id="txtEMAIL">
<input id="txtHH_PERSON_FULLNAME"><input id="txtHH_PERSON_IDENTIFIER_NUMBER" maxlength="12">
<select id="cboHH_PERSON_RELATIONSHIP_CODE"><option value=""></option><option value="09">Anh</option><option value="CH01">Chủ hộ</option></select>
<textarea id="txtCHANGED_NOTE"></textarea>
<table id="members"></table><a class="add_CUNGTD" href="#">+</a>
<script>
// Choosing how much of the date is known empties the date; a picker writes its own date back when it is left, and hears keys.
const kind = document.getElementById('cboDATE_FORMAT'), date = document.getElementById('txtDOB');
kind.addEventListener('change', () => { date.value = ''; });
let known = '';
date.addEventListener('keyup', () => { known = date.value; });
date.addEventListener('blur', () => { date.value = known; });
let row = 0;
function add() {
  const cells = ['txtFULLNAME', 'txtDOB', 'txtIDENTIFIER_NOCARD_NUMBER'].map((id) => '<input id="' + id + '_CUNGTD' + row + '">');
  const choices = { cboGENDER: ['', 'Nam', 'Nữ'], cboRELATIONSHIP_CHUHO: ['', 'Vợ', 'Con', 'Con dâu'] };
  for (const [id, words] of Object.entries(choices))
    cells.push('<select id="' + id + '_CUNGTD' + row + '">' + words.map((word) => '<option>' + word + '</option>').join('') + '</select>');
  document.getElementById('members').insertRow().innerHTML = cells.map((cell) => '<td>' + cell + '</td>').join('');
  row += 1;
}
document.querySelector('.add_CUNGTD').addEventListener('click', (event) => { event.preventDefault(); add(); });
add();
</script>`;

let browser: Browser;
let page: Page;
const said: string[] = [];

async function openPage(url: string, body = eform): Promise<void> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
  page.on('dialog', (dialog) => {
    said.push(dialog.message());
    void dialog.accept();
  });
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await page.goto(url);
  if (body === eform) await page.locator('iframe').contentFrame().locator('input').first().waitFor();
}
/** As a click on the bookmark does. */
const press = async (bookmarklet: string): Promise<void> => {
  await page.bringToFront();
  await page.evaluate(
    (code) => (0, eval)(code) as Promise<void>,
    decodeURIComponent(bookmarklet.replace('javascript:', '')),
  );
};
const copy = (text: string): Promise<void> => page.evaluate((value) => navigator.clipboard.writeText(value), text);

describe.skipIf(browserMissing !== undefined)(`the portal filler ${browserMissing ?? ''}`, () => {
  let fill: PortalFill;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
    if (birth === undefined || portalOf(birth.portal) === undefined) throw new Error('not shipped');
    fill = fillPortal((await fillFromCards(birth)).view, portalOf(birth.portal));
  });
  afterAll(() => browser.close());

  it('puts the values into the e-form’s own controls, and tells what is left', async () => {
    await openPage('https://dichvucong.gov.vn/p/home/khai-sinh');
    await copy(clipboardText(fill));
    await press(fillBookmarklet());
    const value = (label: string): string => fill.controls.find((each) => each.names.includes(label))?.value ?? 'none';
    expect(await page.evaluate(() => (window as unknown as { model: { name: string } }).model.name)).toBe(
      value('HoVaTenC'),
    );
    expect(await page.locator('#SoDinhDanhC').inputValue()).toMatch(/^\d{12}$/);
    expect(await page.locator('[name=diaChi]').inputValue()).toBe(value('nycNoiCuTru'));
    expect(await page.locator('[name$=HoTenKS]').inputValue()).toBe(value('HoTenKS'));
    expect(await page.locator('app-input input').inputValue()).toBe(value('HoTenMeKS'));
    expect(await page.locator('iframe').contentFrame().locator('input').first().inputValue()).toBe(value('HoTenChaKS'));
    expect(await page.locator('[name=GioiTinhKS]:checked').count()).toBe(1);
    const told = said.at(-1) ?? '';
    expect(told).toContain(portalTexts.left.vi);
    // A read-only field and a choice without that word are left to the officer; a value is never said.
    expect(told).toContain('Số định danh cá nhân');
    expect(told).not.toContain(value('HoVaTenC'));
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('');
  });

  it('the residence portal’s page, by its ids and the codes of its choices', async () => {
    if (residence === undefined) throw new Error('not shipped');
    const { view } = await fillFromCards(residence);
    const at = (id: string) => view.sections.flatMap(({ fields }) => fields).find((field) => field.fieldId === id);
    const relation = at('relation');
    if (relation !== undefined) relation.value = 'Chủ hộ';
    const rows = view.sections.flatMap(({ table }) => table?.rows ?? []);
    for (const [i, { fields }] of rows.entries()) {
      const toHead = fields.find(({ fieldId }) => fieldId === 'm-relation');
      if (toHead !== undefined) toHead.value = ['Vợ', 'Con', 'Con dâu'][i % 3] ?? '';
    }
    await openPage('https://dichvucong.dancuquocgia.gov.vn/portal/p/home/dang-ky-tam-tru.html', residencePage);
    await copy(clipboardText(fillPortal(view, portalOf(residence.portal))));
    await press(fillBookmarklet());
    const shown = (id: string): Promise<string> => page.locator(`#${id}`).inputValue();
    for (const [control, field] of Object.entries({
      ...{ txtFULLNAME: 'full-name', txtDOB: 'birth-date', txtIDENTIFIER_NUMBER: 'personal-number' },
      ...{ txtPHONE_NUMBER: 'phone', txtEMAIL: 'email', txtCHANGED_NOTE: 'request' },
      ...{ txtHH_PERSON_FULLNAME: 'head-name', txtHH_PERSON_IDENTIFIER_NUMBER: 'head-number' },
    }))
      expect(await shown(control), control).toBe(at(field)?.value);
    expect(await shown('cboGENDER_CODE')).toBe(at('sex')?.value === 'Nam' ? '2' : '3');
    expect(await shown('cboHH_PERSON_RELATIONSHIP_CODE')).toBe('CH01');
    expect(await shown('cboDATE_FORMAT')).toBe('DDMMYYYY');
    // Each member in a row of their own; those that were missing were added.
    for (const [i, { fields }] of rows.entries()) {
      const cell = (column: string): string => fields.find(({ fieldId }) => fieldId === column)?.value ?? 'none';
      expect(await shown(`txtFULLNAME_CUNGTD${i}`)).toBe(cell('m-name'));
      expect(await shown(`txtDOB_CUNGTD${i}`)).toBe(cell('m-birth'));
      expect(await shown(`txtIDENTIFIER_NOCARD_NUMBER_CUNGTD${i}`)).toBe(cell('m-number'));
      expect(await shown(`cboGENDER_CUNGTD${i}`)).toBe(cell('m-sex'));
      expect(await shown(`cboRELATIONSHIP_CHUHO_CUNGTD${i}`)).toBe(cell('m-relation'));
    }
    expect(rows.length).toBeGreaterThan(1);
    expect(await page.locator('#members tr').count()).toBe(rows.length);
    expect(said.at(-1)).not.toContain(portalTexts.left.vi);
  });

  it('fills nothing on a page of another site, and nothing from a clipboard that is not its own', async () => {
    await openPage('https://dichvucong.gov.vn.example.com/');
    await copy(clipboardText(fill));
    await press(fillBookmarklet());
    expect(said.at(-1)).toBe(portalTexts['other-site'].vi);
    expect(await page.locator('#SoDinhDanhC').inputValue()).toBe('');
    await copy('{"hosts":["dichvucong.gov.vn.example.com"],"controls":[]}');
    await press(fillBookmarklet());
    expect(said.at(-1)).toBe(portalTexts['nothing-copied'].vi);
  });

  it('the citizen’s stay is wiped from the page before the next one', async () => {
    await openPage('https://dichvucong.gov.vn/');
    await page.locator('#SoDinhDanhC').fill('046148000017');
    const loaded = page.waitForEvent('load');
    // The page that comes after would set its own again: what is asked for here is the moment between.
    await page.unrouteAll();
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<p>sạch</p>' }));
    await press(wipeBookmarklet());
    await loaded;
    expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);
  });
});
