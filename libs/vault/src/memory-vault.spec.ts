import { createHmac } from 'node:crypto';
import { vaultContract } from './contract/vault-contract.js';
import { MemoryVault } from './index.js';

describe('memory vault', () => {
  it.each(vaultContract)('$name', async ({ run }) => {
    await run(new MemoryVault());
  });

  it('seals alike in two runs whose keys come from the same seed', () => {
    const newKey = (under: string): Buffer => createHmac('sha256', 'seed 7').update(under).digest();
    const place = { stream: 'household-1', orderType: 'EnrolHousehold', path: '/members/0/name' };
    const sealed = new MemoryVault({ newKey }).seal(place, { under: 'person-1', value: '石小明' });
    expect(new MemoryVault({ newKey }).seal(place, { under: 'person-1', value: '石小明' })).toEqual(sealed);
    expect(new MemoryVault().seal(place, { under: 'person-1', value: '石小明' })).not.toEqual(sealed);
  });
});
