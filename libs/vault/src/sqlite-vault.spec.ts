import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { instant } from '#libs/kernel';
import { durableVaultContract, vaultContract } from './contract/vault-contract.js';
import { MasterKeyUnusable, NotAVault, SqliteVault, VaultDamaged, VaultNotWritable } from './index.js';

const place = { stream: 'household-1', orderType: 'EnrolHousehold', path: '/members/0/name' };
const name = { under: 'person-1', value: '石小明' };

describe('vault in a SQLite file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vault-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(vaultContract)('$name', async ({ run }) => {
    const vault = SqliteVault.open(folder);
    await run(vault);
    await vault.close();
  });

  it.each(durableVaultContract)('$name', async ({ run }) => {
    const vault = SqliteVault.open(folder);
    // The first vault is left open with what it has not written, as a killed process leaves its files.
    await run(vault, async () => SqliteVault.open(folder));
  });

  it('makes its folder and a master key that its owner alone can read', async () => {
    const vault = SqliteVault.open(join(folder, 'data', 'vault'));
    await vault.close();
    expect(statSync(join(folder, 'data', 'vault', 'vault.key')).mode & 0o777).toBe(0o600);
  });

  it('makes the key private again where it was not', async () => {
    await SqliteVault.open(folder).close();
    chmodSync(join(folder, 'vault.key'), 0o644);
    await SqliteVault.open(folder).close();
    expect(statSync(join(folder, 'vault.key')).mode & 0o777).toBe(0o600);
  });

  it('refuses to open without its master key, with another one, or with none that is one', async () => {
    await SqliteVault.open(folder).close();
    const keyFile = join(folder, 'vault.key');
    rmSync(keyFile);
    expect(() => SqliteVault.open(folder)).toThrow(
      new MasterKeyUnusable(
        `${join(folder, 'vault.db')} is there and ${keyFile} is not: nothing in it can be opened; restore the key file`,
      ),
    );
    writeFileSync(keyFile, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    expect(() => SqliteVault.open(folder)).toThrow(/is not the key with which/);
    writeFileSync(keyFile, 'my secret');
    expect(() => SqliteVault.open(folder)).toThrow(/holds no master key/);
  });

  it('opens no file that is something else', async () => {
    writeFileSync(join(folder, 'vault.db'), 'a letter, and by no means a database; it is long enough to be looked at twice');
    writeFileSync(join(folder, 'vault.key'), `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    expect(() => SqliteVault.open(folder)).toThrow(NotAVault);
    rmSync(join(folder, 'vault.db'));
    const other = new DatabaseSync(join(folder, 'vault.db'));
    other.exec('CREATE TABLE events (id TEXT); PRAGMA user_version = 1;');
    other.close();
    expect(() => SqliteVault.open(folder)).toThrow(/is no vault/);
    expect(() => SqliteVault.open(join(folder, 'elsewhere'), { readOnly: true })).toThrow(/does not exist/);
  });

  it('can be read beside its writer and seals nothing there', async () => {
    const vault = SqliteVault.open(folder);
    const sealed = vault.seal(place, name);
    await vault.flush();
    const reader = SqliteVault.open(folder, { readOnly: true });
    expect(reader.open([sealed.ref])).toEqual({ [sealed.ref]: '石小明' });
    expect(() => reader.seal(place, name)).toThrow(VaultNotWritable);
    await reader.close();
    await vault.close();
  });

  it('keeps no plain value and no plain key in its files, and nothing of a key that was destroyed', async () => {
    const newKey = (): Buffer => Buffer.alloc(32, 'thirty-two bytes of a person key');
    const vault = SqliteVault.open(folder, { newKey });
    vault.seal(place, { under: 'person-1', value: 'a name that is easy to find' });
    await vault.flush();
    const wrapped = (db: DatabaseSync): Buffer =>
      Buffer.from(db.prepare('SELECT wrapped FROM keys').get()?.['wrapped'] as Uint8Array);
    const looking = new DatabaseSync(join(folder, 'vault.db'), { readOnly: true });
    const key = wrapped(looking);
    looking.close();
    const bytes = (): Buffer =>
      Buffer.concat([readFileSync(join(folder, 'vault.db')), readFileSync(join(folder, 'vault.db-wal'))]);
    expect([bytes().includes('easy to find'), bytes().includes('of a person key'), bytes().includes(key)]).toEqual([
      false,
      false,
      true,
    ]);
    await vault.destroyKey('person-1', instant('2024-03-01T12:00:00+08:00'));
    expect(bytes().includes(key)).toBe(false);
    await vault.close();
  });

  it('says which value is damaged instead of giving another', async () => {
    const vault = SqliteVault.open(folder);
    const sealed = vault.seal(place, name);
    const other = vault.seal(place, { under: 'person-1', value: '石小红' });
    await vault.close();
    const db = new DatabaseSync(join(folder, 'vault.db'));
    const box = db.prepare('SELECT box FROM sealed WHERE ref = ?').get(Buffer.from(other.ref, 'hex'))?.['box'] as Uint8Array;
    db.prepare('UPDATE sealed SET box = ? WHERE ref = ?').run(box, Buffer.from(sealed.ref, 'hex'));
    db.close();
    const again = SqliteVault.open(folder);
    expect(() => again.open([sealed.ref])).toThrow(VaultDamaged);
    expect(again.open([other.ref])).toEqual({ [other.ref]: '石小红' });
    await again.close();
  });

  it('keeps what could not be written for the next flush', async () => {
    const vault = SqliteVault.open(folder);
    const stranger = new DatabaseSync(join(folder, 'vault.db'));
    stranger.exec("CREATE TRIGGER full BEFORE INSERT ON sealed BEGIN SELECT raise(ABORT, 'the disk is full'); END");
    const sealed = vault.seal(place, name);
    await expect(vault.flush()).rejects.toThrow('the disk is full');
    expect(await vault.orphans(new Set())).toEqual([]);
    stranger.exec('DROP TRIGGER full');
    stranger.close();
    await vault.flush();
    expect(await vault.orphans(new Set())).toEqual([sealed.ref]);
    await vault.close();
  });
});
