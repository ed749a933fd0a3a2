import { formatLifetime } from '../../../../protocol/lifetime.ts';
import { getInstallation } from '../../../flows/admin/installation.ts';
import type { Readiness, Ready } from '../../../http/readiness.ts';
import { type Html, html } from '../../html/html.ts';
import { badge, callout, facts, section, time } from '../../html/parts.ts';
import type { SignedInPage } from '../../request.ts';
import { installationFrame } from './frame.ts';

const KINDS = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

const CHECKS: Readonly<Record<string, string>> = {
  database: 'Database',
  signing_keys: 'Signing keys',
};

/** The page without the database is a problem page: that the check failed shows in the other replicas' and in `/readyz`. */
export function healthPage(readiness: Readiness): SignedInPage {
  return async ({ call, now }) => {
    const ready = await readiness();
    const { url, warnings, versions, database, ...settings } = await call(
      getInstallation,
      {},
      undefined,
    );
    const { kind, size, schema, migrations } = database;
    return {
      ...installationFrame('health'),
      path: [],
      title: 'Installation',
      body: html`${warnings.map((warning) => callout('warning', warning))}
${section('Readiness', readyFacts(ready), {
  description: html`What <code>/readyz</code> answers for this process.`,
})}
${section(
  'Exchange',
  facts([
    ['URL', html`<code>${url}</code>`],
    ['Version', html`Dockpass ${versions.dockpass}, Node.js ${versions.node}`],
    ['Build tokens live', html`at most ${formatLifetime(settings.max_lifetime)}`],
    [
      'Trust relationships',
      settings.require_pins
        ? 'must pin numeric ids'
        : 'can be saved without ids; the first admitted job pins them',
    ],
    ['Audit events are kept', retention(settings.audit_retention)],
  ]),
)}
${section(
  'Database',
  facts([
    ['Kind', KINDS[kind]],
    ['Size', bytes(size)],
    ['Schema', html`<code>${schema}</code>`],
    [
      'Migrations',
      html`<details><summary>${migrations.length} applied</summary><ul class="plain">${migrations
        .toReversed()
        .map(
          ({ name, applied_at }) =>
            html`<li><code>${name}</code> <span class="muted">${time(applied_at, now)}</span></li>`,
        )}</ul></details>`,
    ],
  ]),
)}`,
    };
  };
}

function readyFacts({ status, checks }: Ready): Html {
  return facts([
    ['This process', status === 'ok' ? badge('Ready', 'good') : badge('Not ready', 'bad')],
    ...Object.entries(checks).map(
      ([name, result]) =>
        [
          CHECKS[name] ?? name,
          result === 'ok' ? badge('Ok', 'good') : html`${badge('Failed', 'bad')} The log says why.`,
        ] as const,
    ),
  ]);
}

const DAY = 86_400;

function retention(seconds: number | null): string {
  if (seconds === null) return 'forever';
  const days = Math.floor(seconds / DAY);
  return days === 1 ? '1 day' : `${days} days`;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

function bytes(count: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(count, 1)) / 10), UNITS.length - 1);
  const value = count / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}
