import { deploymentIn, NoDeployment } from './index.js';

const SERVERS = {
  MINGCE_EVENTSTORE_URL: 'esdb://node:2113?tls=false',
  MINGCE_REDIS_URL: 'redis://redis:6379',
  MINGCE_POSTGRES_URL: 'postgres://mingce:secret@db/mingce',
};

describe('how a process takes part in a house', () => {
  it('is said by three servers and a role; without a role it does both', () => {
    expect(deploymentIn({ ...SERVERS, MINGCE_ROLE: 'worker' })).toEqual({
      eventStore: { url: SERVERS.MINGCE_EVENTSTORE_URL },
      redis: { url: SERVERS.MINGCE_REDIS_URL },
      postgres: { url: SERVERS.MINGCE_POSTGRES_URL },
      roles: ['worker'],
    });
    expect(deploymentIn({ ...SERVERS, MINGCE_STOP_SECONDS: '8' })?.stopWithinMs).toBe(8_000);
    expect(deploymentIn(SERVERS)?.roles).toEqual(['api', 'worker']);
    expect(deploymentIn(SERVERS, 'worker, api')?.roles).toEqual(['api', 'worker']);
  });

  it('is not asked where neither PostgreSQL nor a role is named: one process on one data folder', () => {
    expect(deploymentIn({})).toBeUndefined();
    expect(deploymentIn({ ...SERVERS, MINGCE_POSTGRES_URL: '' })).toBeUndefined();
  });

  it.each([
    [{ ...SERVERS, MINGCE_REDIS_URL: '' }, undefined, 'MINGCE_REDIS_URL'],
    [{ MINGCE_POSTGRES_URL: SERVERS.MINGCE_POSTGRES_URL }, undefined, 'MINGCE_EVENTSTORE_URL, MINGCE_REDIS_URL'],
    [{}, 'api', 'MINGCE_EVENTSTORE_URL, MINGCE_REDIS_URL, MINGCE_POSTGRES_URL'],
    [SERVERS, 'clerk', 'clerk'],
    [{ ...SERVERS, MINGCE_STOP_SECONDS: '0' }, undefined, 'from 1 to 3600, not "0"'],
    [{ ...SERVERS, MINGCE_STOP_SECONDS: '20s' }, undefined, '1 至 3600 的整数，不是“20s”'],
  ])('is refused where it cannot be: %j as %s', (environment, role, named) => {
    expect(() => deploymentIn(environment, role)).toThrow(NoDeployment);
    expect(() => deploymentIn(environment, role)).toThrow(named);
  });
});
