import { z } from 'zod';
import { isLoopback } from '../../../protocol/base-url.ts';
import { time } from './fields.ts';
import { read } from './operation.ts';
import { installation } from './target.ts';

const shape = z
  .object({
    url: z.string().meta({ description: 'DOCKPASS_URL, which jobs know it by.' }),
    warnings: z
      .array(z.string())
      .meta({ description: 'What should not stay as it is, each with what to do.' }),
    versions: z.object({ dockpass: z.string(), node: z.string() }),
    database: z.object({
      kind: z.enum(['sqlite', 'postgres']),
      size: z.int().nonnegative().meta({ description: 'Bytes, with indexes.' }),
      schema: z.string().meta({ description: 'The newest migration that it has.' }),
      migrations: z.array(z.object({ name: z.string(), applied_at: time })),
    }),
    audit_retention: z
      .int()
      .nullable()
      .meta({ description: 'Seconds after which audit events are removed; null: never.' }),
    max_lifetime: z.int().meta({ description: 'Seconds that a build token lives at most.' }),
    require_pins: z.boolean().meta({
      description: 'Whether trust relationships without numeric ids are refused.',
    }),
  })
  .meta({ id: 'Installation', description: 'The exchange that answers, and its database.' });

export const getInstallation = read({
  name: 'installation.get',
  summary: 'How the exchange is set up: its URL, versions, database and limits',
  access: 'operator',
  target: installation,
  answer: shape,
  async read({ records, running, settings }) {
    const migrations = await records.database.migrations();
    return {
      url: settings.url,
      warnings: addressWarnings(settings.url),
      versions: running.versions,
      database: {
        kind: running.database,
        size: await records.database.size(),
        schema: migrations.at(-1)?.name ?? '',
        migrations: migrations.map(({ name, appliedAt }) => ({ name, applied_at: appliedAt })),
      },
      audit_retention: running.auditRetention,
      max_lifetime: settings.maxLifetime,
      require_pins: settings.requirePins,
    };
  },
});

/** What is wrong with DOCKPASS_URL. */
export function addressWarnings(url: string): string[] {
  const { protocol } = new URL(url);
  if (isLoopback(new URL(url)))
    return [
      `Only this machine can use the exchange under ${url}. Set DOCKPASS_URL to the address that jobs use, such as https://dockpass.example.com.`,
    ];
  return protocol === 'https:'
    ? []
    : [`Tokens cross the network unencrypted under ${url}. Set DOCKPASS_URL to an https address.`];
}
