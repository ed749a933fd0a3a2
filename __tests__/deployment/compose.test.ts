import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { DEFAULTS, loadConfig } from '../../src/exchange/config/load-config.ts';
import { readDockerfile } from './dockerfile.ts';

interface Service {
  image?: string;
  build?: string;
  environment?: Record<string, string>;
  networks?: string[];
  configs?: { source: string; target: string }[];
  secrets?: string[];
  volumes?: string[];
  ports?: string[];
  user?: string;
  tmpfs?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  healthcheck?: unknown;
  depends_on?: Record<string, { condition: string }>;
  stop_grace_period?: string;
}

interface Compose {
  services: Record<string, Service>;
  configs: Record<string, { file?: string }>;
  secrets: Record<string, { file: string }>;
  networks: Record<string, { internal?: boolean; ipam?: { config: { subnet: string }[] } } | null>;
  volumes: Record<string, unknown>;
}

const text = readFileSync('compose.yaml', 'utf8');
const compose: Compose = parse(text, { merge: true });
const { services } = compose;
const service = (name: string): Service => services[name] ?? {};
const exchanges = ['exchange-1', 'exchange-2'];
/** The configuration of the load balancer. */
const haproxy = () => readFileSync(compose.configs.haproxy?.file ?? '', 'utf8');

/** `${NAME:-default}` as Compose fills it in if nobody set anything. */
const filledIn = (value: string) => value.replace(/\$\{\w+:-([^}]*)\}/g, '$1');

describe('every service', () => {
  test.each(Object.keys(services))('%s gets nothing that it does not need', (name) => {
    expect(service(name)).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  test.each(Object.keys(services))('%s names an image by its version', (name) => {
    expect(service(name).image).toMatch(/:\d+\.\d+(?:\.\d+)?(?:-\w+)?$/);
  });

  test.each(Object.keys(services))('%s says whether it is healthy', (name) => {
    const image = service(name).build === '.' ? readDockerfile('Dockerfile') : undefined;
    expect(service(name).healthcheck ?? image?.healthcheck).toBeDefined();
  });

  test.each(Object.keys(services))('%s uses only what the file defines', (name) => {
    const { networks = [], secrets = [], volumes = [], depends_on = {} } = service(name);
    const named = volumes.map((volume) => volume.split(':')[0]);
    expect(Object.keys(compose.networks)).toEqual(expect.arrayContaining(networks));
    expect(Object.keys(compose.secrets)).toEqual(expect.arrayContaining(secrets));
    expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(named));
    expect(Object.keys(services)).toEqual(expect.arrayContaining(Object.keys(depends_on)));
  });
});

describe('the exchanges', () => {
  test.each(exchanges)('%s has a configuration that the program takes', (name) => {
    const { environment = {}, secrets } = service(name);
    const file = environment.DOCKPASS_DATABASE_PASSWORD_FILE;
    expect(secrets?.map((secret) => `/run/secrets/${secret}`)).toEqual([file]);
    const settings = Object.entries(environment)
      .filter(([setting]) => setting !== 'DOCKPASS_DATABASE_PASSWORD_FILE')
      .map(([setting, value]) => [setting, filledIn(value)]);
    const config = loadConfig({
      ...readDockerfile('Dockerfile').env,
      ...Object.fromEntries(settings),
      DOCKPASS_URL: 'https://dockpass.example.com',
    });
    expect(config.database).toEqual({
      kind: 'postgres',
      url: 'postgres://dockpass@postgres/dockpass',
    });
  });

  test('may write to /data, which would be root’s: a tmpfs has the mode of the folder below it, and not its owner', () => {
    const [uid, gid] = readDockerfile('Dockerfile').user.split(':');
    for (const name of exchanges)
      expect(service(name).tmpfs).toEqual([`/data:uid=${uid},gid=${gid},mode=0700`]);
  });

  test('run the version of package.json', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(exchanges.map((name) => service(name).image)).toEqual([
      `dockpass:${version}`,
      `dockpass:${version}`,
    ]);
  });

  test('believe the load balancer, whose network is theirs alone', () => {
    const subnets = compose.networks.front?.ipam?.config.map(({ subnet }) => filledIn(subnet));
    for (const name of exchanges)
      expect([filledIn(service(name).environment?.DOCKPASS_TRUSTED_PROXIES ?? '')]).toEqual(
        subnets,
      );
    const members = Object.keys(services).filter((name) =>
      service(name).networks?.includes('front'),
    );
    expect(members.toSorted()).toEqual([...exchanges, 'load-balancer'].toSorted());
  });

  test('get longer to stop than they take', () => {
    const grace = Number.parseInt(DEFAULTS.DOCKPASS_SHUTDOWN_GRACE, 10);
    for (const name of exchanges)
      expect(Number.parseInt(service(name).stop_grace_period ?? '', 10)).toBeGreaterThan(
        drainOf(name) + grace,
      );
  });

  test('take requests until the load balancer has seen that they end', () => {
    const check = /check inter (\d+)s fall (\d+)/.exec(haproxy());
    const [, interval, failures] = check?.map(Number) ?? [];
    for (const name of exchanges)
      expect(drainOf(name)).toBeGreaterThan(Number(interval) * Number(failures));
  });

  const drainOf = (name: string) =>
    Number.parseInt(service(name).environment?.DOCKPASS_DRAIN ?? '', 10);
});

test('nothing but the load balancer can be reached from outside', () => {
  const open = Object.keys(services).filter((name) => service(name).ports);
  expect(open).toEqual(['load-balancer']);
  expect(service('postgres').networks).toEqual(['back']);
  expect(compose.networks.back?.internal).toBe(true);
});

test('the load balancer sends to every exchange, and keeps the paths of operators inside', () => {
  const content = haproxy();
  const sentTo = [...content.matchAll(/^ *server \S+ (\S+)$/gm)].map(([, address]) => address);
  expect(sentTo).toEqual(exchanges.map((name) => `${name}:8080`));
  expect(content).toContain('return status 404 if { path /metrics /healthz /readyz }');
  expect(content).toContain('set-header X-Forwarded-For %[src]');
});

test('what a read-only service is configured with is a file: Compose writes no other kind into it', () => {
  for (const name of Object.keys(services).filter((name) => service(name).read_only))
    for (const { source } of service(name).configs ?? [])
      expect(Object.keys(compose.configs[source] ?? {})).toEqual(['file']);
});

test('secrets are files that git does not see', () => {
  for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^secrets\//);
  expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain('secrets/');
  expect(text).not.toMatch(/PASSWORD: /);
});
