import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { DEFAULTS } from '../../src/exchange/config/load-config.ts';
import { LIMITS } from '../../src/exchange/http/http-server.ts';
import { isReason } from '../../src/protocol/reasons.ts';
import { services } from '../exchange/service.ts';

const page = readFileSync('docs/self-hosting.md', 'utf8');
const start = services(afterAll);

/** The second column of the table of limits. */
function limitOf(what: string): string | undefined {
  const row = page.split('\n').find((line) => line.startsWith(`| ${what}`));
  return row?.split('|')[2]?.trim();
}

describe('docs/self-hosting.md', () => {
  test('has the limits that stand', () => {
    const seconds = (milliseconds: number) => `${milliseconds / 1000} s`;
    expect(limitOf('headers of a request')).toBe(`${LIMITS.maxHeaderSize / 1024} KiB`);
    expect(limitOf('time for the headers')).toBe(seconds(LIMITS.headersTimeout));
    expect(limitOf('time for a whole request')).toBe(seconds(LIMITS.requestTimeout));
    expect(limitOf('idle connection')).toBe(seconds(LIMITS.keepAliveTimeout));
    expect(limitOf('requests that show a token')).toBe(
      `\`DOCKPASS_RATE_LIMIT_ADDRESS\`, ${DEFAULTS.DOCKPASS_RATE_LIMIT_ADDRESS} a minute`,
    );
    expect(limitOf('exchanges of one repository')).toBe(
      `\`DOCKPASS_RATE_LIMIT_REPOSITORY\`, ${DEFAULTS.DOCKPASS_RATE_LIMIT_REPOSITORY} a minute`,
    );
    expect(limitOf('requests in flight after SIGTERM')).toBe(
      `\`DOCKPASS_SHUTDOWN_GRACE\`, ${DEFAULTS.DOCKPASS_SHUTDOWN_GRACE.replace('s', ' s')}`,
    );
  });

  test('alerts on metrics that exist', async () => {
    const { url, exchange } = await start();
    await exchange();
    const exposition = await (await fetch(`${url}/metrics`)).text();
    const exposed = [...exposition.matchAll(/^# HELP (\S+)/gm)].map(([, name]) => name);
    const named = [...page.matchAll(/`((?:dockpass|nodejs)_[a-z0-9_]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !exposed.includes(name))).toEqual([]);
    const outcomes = [...page.matchAll(/\{outcome="(\w+)"\}/g)].map(([, outcome]) => outcome ?? '');
    expect(outcomes.filter((outcome) => !isReason(outcome))).toEqual([]);
    for (const outcome of outcomes) expect(exposition).toContain(`outcome="${outcome}"`);
  });

  test.each([/TimeoutStopSec=(\d+)/, /--stop-timeout (\d+)/])(
    '%s leaves the exchange the time that it takes to stop',
    (setting) => {
      const grace = Number.parseInt(DEFAULTS.DOCKPASS_SHUTDOWN_GRACE, 10);
      expect(Number(setting.exec(page)?.[1])).toBeGreaterThan(grace);
    },
  );
});
