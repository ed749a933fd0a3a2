import { type Command, Option } from 'commander';
import {
  createIssuer,
  deleteIssuer,
  getIssuer,
  listIssuers,
  updateIssuer,
} from '../../exchange/flows/admin/issuers.ts';
import { PROVIDERS, type Provider } from '../../exchange/identity/identity.ts';
import { allEntries } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import {
  type JsonOptions,
  jsonOption,
  printDone,
  printEntries,
  printEntry,
} from '../output/print.ts';
import { styled } from '../output/text.ts';
import { readIssuerUrl } from '../read-arguments.ts';
import { addIssuerRevocation } from './revoke.ts';

const HELP = `
dockpass apply registers issuers, too. It leaves a disabled one disabled unless the file says
enabled: true of it.

Examples:
  dockpass issuer list
  dockpass issuer create https://token.actions.githubusercontent.com
  dockpass issuer disable https://token.actions.githubusercontent.com`;

const DISABLE_HELP = `
At once, on every replica: running jobs of the issuer lose their build tokens, and their ID tokens are
refused (issuer_disabled) until you enable the issuer again. Its trust relationships stay as they are.

Example:
  dockpass issuer disable https://token.actions.githubusercontent.com`;

const ENABLE_HELP = `
Jobs can exchange ID tokens again. Build tokens from before it was disabled stay revoked.

Example:
  dockpass issuer enable https://token.actions.githubusercontent.com`;

const DELETE_HELP = `
Deletes every trust relationship that names it, too, and revokes what those granted.

Example:
  dockpass issuer delete https://ghes.example.com/_services/token`;

export function addIssuer(program: Command, session: Session): void {
  const issuer = program
    .command('issuer')
    .summary('list, create, disable and delete issuers')
    .description('List, create, disable and delete the OIDC providers that sign ID tokens of jobs.')
    .addHelpText('after', HELP);
  issuer
    .command('list')
    .summary('list issuers')
    .description('List issuers.')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass issuer list')
    .action((options: JsonOptions) => list(options, session));
  issuer
    .command('show')
    .summary('show an issuer')
    .description('Show an issuer.')
    .argument('<URL>', 'of the issuer, or its id')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  dockpass issuer show https://token.actions.githubusercontent.com',
    )
    .action((url: string, options: JsonOptions) => show(url, options, session));
  issuer
    .command('create')
    .summary('register an issuer')
    .description('Register an issuer: trust relationships can name it from then on.')
    .argument('<URL>', 'as ID tokens have it (iss), byte for byte', readIssuerUrl)
    .addOption(
      new Option('--provider <PROVIDER>', 'the CI system that it belongs to')
        .choices(PROVIDERS)
        .default('github'),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  dockpass issuer create https://ghes.example.com/_services/token',
    )
    .action((url: string, options: CreateOptions) => create(url, options, session));
  issuer
    .command('disable')
    .summary('revoke the tokens of its jobs and refuse new ones')
    .description('Revoke the build tokens of its jobs and refuse new ones.')
    .argument('<URL>', 'of the issuer, or its id')
    .addOption(jsonOption())
    .addHelpText('after', DISABLE_HELP)
    .action((url: string, options: JsonOptions) => setEnabled(url, false, options, session));
  issuer
    .command('enable')
    .summary('accept its ID tokens again')
    .description('Accept the ID tokens of an issuer again.')
    .argument('<URL>', 'of the issuer, or its id')
    .addOption(jsonOption())
    .addHelpText('after', ENABLE_HELP)
    .action((url: string, options: JsonOptions) => setEnabled(url, true, options, session));
  issuer
    .command('delete')
    .summary('delete an issuer and all trust in it')
    .description('Delete an issuer and all trust in it.')
    .argument('<URL>', 'of the issuer, or its id')
    .addHelpText('after', DELETE_HELP)
    .action(async (url: string) => {
      await session.administer(({ call }) => call(deleteIssuer, { issuer_id: url }, undefined));
      await printDone(session, {}, `deleted issuer ${url}`);
    });
  addIssuerRevocation(issuer, 'revoke', session);
}

interface CreateOptions extends JsonOptions {
  provider: Provider;
}

function stateOf({ enabled }: { enabled: boolean }) {
  return enabled ? styled('green', 'enabled') : styled('red', 'disabled');
}

async function list(options: JsonOptions, session: Session): Promise<void> {
  const issuers = await session.administer((administration) =>
    allEntries(administration, listIssuers),
  );
  await printEntries(session, options, issuers, {
    columns: [
      { heading: 'URL', value: ({ url }) => url },
      { heading: 'PROVIDER', value: ({ provider }) => provider },
      { heading: 'STATE', value: (issuer) => stateOf(issuer) },
      { heading: 'CREATED', value: ({ created_at: time }) => ({ time }) },
    ],
    none: 'There are no issuers; create one with dockpass issuer create.',
  });
}

async function show(url: string, options: JsonOptions, session: Session): Promise<void> {
  const issuer = await session.administer(({ call }) =>
    call(getIssuer, { issuer_id: url }, undefined),
  );
  await printEntry(session, options, issuer, (shown) => [
    ['url', shown.url],
    ['id', shown.id],
    ['provider', shown.provider],
    ['state', stateOf(shown)],
    ['created', { time: shown.created_at }],
  ]);
}

async function create(
  url: string,
  { provider, ...options }: CreateOptions,
  session: Session,
): Promise<void> {
  const created = await session.administer(({ call }) => call(createIssuer, {}, { url, provider }));
  await printDone(session, options, `created issuer ${url}`, created);
}

async function setEnabled(
  url: string,
  enabled: boolean,
  options: JsonOptions,
  session: Session,
): Promise<void> {
  const state = enabled ? 'enabled' : 'disabled';
  const { changed, issuer } = await session.administer(async ({ call }) => {
    const ids = { issuer_id: url };
    const current = await call(getIssuer, ids, undefined);
    // Off again would revoke again what was granted since.
    if (current.enabled === enabled) return { changed: false, issuer: current };
    return { changed: true, issuer: await call(updateIssuer, ids, { enabled }) };
  });
  const done = changed ? `${state} ${issuer.url}` : `${issuer.url} was ${state} already`;
  await printDone(session, options, done, issuer);
}
