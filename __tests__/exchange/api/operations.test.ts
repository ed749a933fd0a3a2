import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { REASONS } from '../../../src/protocol/reasons.ts';
import { type Service, servicesOfOneProcess } from '../service.ts';

const start = servicesOfOneProcess();

/** Series → value, without the process's own. */
async function metrics({ url }: Service): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('dockpass_'));
  return Object.fromEntries(
    lines.map((line) => {
      const [series = '', value] = line.split(/ (?=[^ ]+$)/);
      return [series, Number(value)];
    }),
  );
}

function breakDatabase({ folder }: Service, statement: string): void {
  const database = new DatabaseSync(join(folder, 'dockpass.db'));
  database.exec(statement);
  database.close();
}

describe('readiness', () => {
  test('is given with a database and a signing key', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ok', checks: { database: 'ok', signing_keys: 'ok' } },
    ]);
  });

  test('is lost with the database; liveness is not', async () => {
    const service = await start();
    breakDatabase(service, 'alter table audit_events rename to gone');
    const response = await fetch(`${service.url}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'unavailable', checks: { database: 'failed', signing_keys: 'ok' } },
    ]);
    expect(service.log.join('')).toContain('audit_events');
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    breakDatabase(service, 'alter table gone rename to audit_events');
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  });

  test('is lost with the last signing key', async () => {
    const service = await start();
    breakDatabase(service, 'delete from signing_keys');
    const response = await fetch(`${service.url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ checks: { signing_keys: 'failed' } });
  });
});

describe('metrics', () => {
  test('have a series for every outcome before there is one', async () => {
    const series = await metrics(await start());
    for (const outcome of ['granted', ...REASONS])
      expect(series[`dockpass_exchanges_total{outcome="${outcome}"}`]).toBe(0);
  });

  test('count what happened', async () => {
    const service = await start();
    const token = await service.buildToken();
    await service.exchange({ scope: 'admin' });
    await service.introspect(token);
    await service.revoke(token);
    await service.revoke(token);
    await service.introspect(token);
    expect(await metrics(service)).toMatchObject({
      'dockpass_exchanges_total{outcome="granted"}': 1,
      'dockpass_exchanges_total{outcome="malformed_request"}': 1,
      dockpass_exchange_duration_seconds_count: 2,
      dockpass_exchanges_in_flight: 0,
      dockpass_revocations_total: 1,
      'dockpass_introspections_total{active="true"}': 1,
      'dockpass_introspections_total{active="false"}': 1,
    });
  });

  test('tell how many exchanges shared a commit', async () => {
    const service = await start();
    await Promise.all(Array.from({ length: 40 }, () => service.buildToken()));
    const series = await metrics(service);
    expect(series.dockpass_commit_batch_size_sum).toBeGreaterThanOrEqual(40);
    const commits = series.dockpass_commit_batch_size_count;
    expect(commits).toBeGreaterThan(0);
    expect(commits).toBeLessThan(40);
  });

  test('tell how old the keys of an issuer are', async () => {
    const service = await start();
    await service.buildToken();
    service.pass(100);
    const { host } = new URL(service.issuer.url);
    const series = await metrics(service);
    const age = series[`dockpass_issuer_keys_age_seconds{issuer="${host}"}`];
    expect(age).toBeGreaterThanOrEqual(100);
    expect(age).toBeLessThan(160);
    expect(series[`dockpass_issuer_fetches_total{issuer="${host}",result="ok"}`]).toBe(2);
  });

  test('gain no series from what clients send', async () => {
    const service = await start();
    await service.buildToken();
    const before = Object.keys(await metrics(service));
    for (const name of ['one', 'two', 'three']) {
      await service.exchange({
        subject_token: service.idToken({ iss: `https://${name}.example` }),
      });
      await service.exchange({ subject_token: service.idToken({ repository: `evil/${name}` }) });
      await fetch(`${service.url}/${name}`);
    }
    expect(Object.keys(await metrics(service))).toEqual(before);
  });
});
