import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrate, type Migration } from '@cccd-kiosk/server/src/db/migrate';
import { migrations } from '@cccd-kiosk/server/src/db/migrations/index';

const now = new Date('2026-03-02T01:00:00Z');
const step = (number: number, sql: string): Migration => ({ number, name: `step ${number}`, sql });
const tables = (db: Database.Database) =>
  db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).pluck().all();

describe('migrations go forward only', () => {
  it('have rising numbers from 1', () => {
    const numbers = migrations.map(({ number }) => number);
    expect(numbers[0]).toBe(1);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  it('applies what is missing, once', () => {
    const db = new Database(':memory:');
    migrate(db, [step(1, 'CREATE TABLE a (x)')], now);
    migrate(db, [step(1, 'CREATE TABLE a (x)'), step(2, 'CREATE TABLE b (x)')], now);
    expect(tables(db)).toEqual(['a', 'b', 'schema_steps']);
  });

  it('a database that has a later step takes an earlier one that came after it', () => {
    const db = new Database(':memory:');
    migrate(
      db,
      migrations.filter(({ number }) => [1, 2, 3, 7].includes(number)),
      now,
    );
    migrate(db, migrations, now);
    expect(tables(db)).toContain('hand_over');
  });

  it('keeps nothing of a step that fails half-way, and everything before it', () => {
    const db = new Database(':memory:');
    const broken = [step(1, 'CREATE TABLE a (x)'), step(2, 'CREATE TABLE b (x); CREATE TABLE a (x)')];
    expect(() => {
      migrate(db, broken, now);
    }).toThrowError(expect.objectContaining({ code: 'migration-failed' }));
    expect(tables(db)).toEqual(['a', 'schema_steps']);
  });

  it('refuses a step that was edited after it shipped', () => {
    const db = new Database(':memory:');
    migrate(db, [step(1, 'CREATE TABLE a (x)')], now);
    expect(() => {
      migrate(db, [step(1, 'CREATE TABLE a (y)')], now);
    }).toThrowError(expect.objectContaining({ code: 'migration-failed' }));
  });

  it('refuses a database of a newer server', () => {
    const db = new Database(':memory:');
    migrate(db, [step(1, 'CREATE TABLE a (x)'), step(2, 'CREATE TABLE b (x)')], now);
    expect(() => {
      migrate(db, [step(1, 'CREATE TABLE a (x)')], now);
    }).toThrowError(expect.objectContaining({ code: 'database-newer' }));
  });
});
