import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '#libs/kernel';
import { openPostgres, type Postgres, PostgresUnreachable } from '#libs/postgres';
import { describeOnPostgres } from '../../postgres/src/contract/postgres-server.contract.js';
import { sharedVaultContract } from './contract/shared-vault-contract.js';
import { durableVaultContract, vaultContract } from './contract/vault-contract.js';
import {
  MasterKeyUnusable,
  NotAVault,
  NotPrepared,
  openPostgresVault,
  type Vault,
  VaultDamaged,
  VaultNotWritable,
} from './index.js';

const place = { stream: 'household-1', orderType: 'EnrolHousehold', path: '/members/0/name' };
const name = { under: 'person-1', value: '石小明' };
const needs = { unders: ['person-1'] };

describeOnPostgres('vault in a PostgreSQL database', (on) => {
  let folder: string;
  let keyFile: string;
  let url: string;
  const opened: Postgres[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vault-'));
    keyFile = join(folder, 'keys', 'vault.key');
    url = await on.server.database();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((postgres) => postgres.close()));
    rmSync(folder, { recursive: true });
  });

  /** As another process opens it: on connections of its own. */
  async function open(options: Parameters<typeof openPostgresVault>[2] = {}, key = keyFile): Promise<Vault> {
    const postgres = await openPostgres({ url });
    opened.push(postgres);
    return openPostgresVault(postgres, key, options);
  }

  it.each(vaultContract)('$name', async ({ run }) => {
    await run(await open());
  });

  it.each(durableVaultContract)('$name', async ({ run }) => {
    await run(await open(), open);
  });

  describe('of which there are two', () => {
    it.each(sharedVaultContract)('$name', async ({ run }) => {
      await run(await open({ trustedMs: 0 }), await open({ trustedMs: 0 }));
    });
  });

  it('begins once when several open it at once, with a master key that its owner alone can read', async () => {
    const vaults = await Promise.all([open(), open(), open()]);
    await Promise.all(vaults.map(async (vault) => vault.prepare(() => needs)));
    expect(new Set(vaults.map((vault) => vault.seal(place, name).ref)).size).toBe(1);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });

  it('refuses to open without its master key, with another one, or where there is none to be read', async () => {
    await expect(open({ readOnly: true })).rejects.toThrow(NotAVault);
    await open();
    await expect(open({}, join(folder, 'elsewhere', 'vault.key'))).rejects.toThrow(/is there and .*elsewhere.* is not: nothing/);
    writeFileSync(keyFile, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    await expect(open()).rejects.toThrow(MasterKeyUnusable);
    await expect(open()).rejects.toThrow(/is not the key with which the vault in 127\.0\.0\.1/);
  });

  it('can be read beside its writers and seals nothing there', async () => {
    const vault = await open();
    await vault.prepare(() => needs);
    const sealed = vault.seal(place, name);
    await vault.flush();
    const reader = await open({ readOnly: true });
    expect(await reader.read([sealed.ref])).toEqual({ [sealed.ref]: '石小明' });
    expect(() => reader.seal(place, name)).toThrow(VaultNotWritable);
  });

  it('says when it is asked for what it was not prepared for, instead of giving another key or no value', async () => {
    const vault = await open();
    expect(() => vault.seal(place, name)).toThrow(NotPrepared);
    expect(() => vault.open(['00ff'])).toThrow(NotPrepared);
    expect(() => vault.fingerprint('numbers', '999')).toThrow(NotPrepared);
    const rehearsal = vault.rehearsal();
    expect(() => rehearsal.seal(place, name)).toThrow(NotPrepared);
  });

  it('waits for nothing where all is in memory', async () => {
    const vault = await open({ trustedMs: 60_000 });
    await vault.prepare(() => needs);
    const { ref } = vault.seal(place, name);
    await vault.flush();
    expect(vault.prepare(() => ({ ...needs, refs: [ref] }))).toBeUndefined();
    expect(vault.flush()).toBeUndefined();
  });

  it('keeps no plain value and no plain key, and no wrapped key that was destroyed', async () => {
    const newKey = (): Buffer => Buffer.alloc(32, 'thirty-two bytes of a person key');
    const vault = await open({ newKey });
    await vault.prepare(() => needs);
    vault.seal(place, { under: 'person-1', value: 'a name that is easy to find' });
    await vault.flush();
    const rows = async (): Promise<string> => {
      const keys = await on.server.ask("SELECT encode(wrapped, 'escape') AS text FROM vault_keys", [], url);
      const boxes = await on.server.ask("SELECT encode(box, 'escape') AS text FROM vault_sealed", [], url);
      return JSON.stringify([keys, boxes]);
    };
    expect(await rows()).not.toMatch(/easy to find|of a person key/);
    await vault.destroyKey('person-1', instant('2024-03-01T12:00:00+08:00'));
    expect(await on.server.ask('SELECT under, wrapped FROM vault_keys', [], url)).toEqual([{ under: 'person-1', wrapped: null }]);
  });

  it('says which value is damaged instead of giving another', async () => {
    const vault = await open();
    await vault.prepare(() => needs);
    const sealed = vault.seal(place, name);
    const other = vault.seal(place, { under: 'person-1', value: '石小红' });
    await vault.flush();
    await on.server.ask(
      "UPDATE vault_sealed SET box = (SELECT box FROM vault_sealed WHERE ref = decode($1, 'hex')) WHERE ref = decode($2, 'hex')",
      [other.ref, sealed.ref],
      url,
    );
    const again = await open();
    await expect(again.read([sealed.ref])).rejects.toThrow(VaultDamaged);
    expect(await again.read([other.ref])).toEqual({ [other.ref]: '石小红' });
  });

  it('says that the server is away, keeps what waits, and goes on when it is back', async () => {
    const vault = await open({ trustedMs: 60_000 });
    await vault.prepare(() => needs);
    const sealed = vault.seal(place, name);
    await on.server.crash();
    await expect(vault.flush()).rejects.toThrow(PostgresUnreachable);
    await expect(vault.prepare(() => ({ unders: ['person-2'] }))).rejects.toThrow(PostgresUnreachable);
    await expect(vault.read(['00ff'])).rejects.toThrow(PostgresUnreachable);
    // What is in memory can be decided by; it cannot be made durable.
    expect(vault.open([sealed.ref])).toEqual({ [sealed.ref]: '石小明' });
    await on.server.begin();
    expect(await vault.orphans(new Set())).toEqual([]);
    await vault.flush();
    expect(await (await open()).read([sealed.ref])).toEqual({ [sealed.ref]: '石小明' });
  });
});
