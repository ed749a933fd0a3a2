import type { Command } from 'commander';
import { requireIssuer } from '../find-records.ts';
import { changeRecords } from '../open-store.ts';
import { operatorEvent } from '../operator.ts';
import { readIssuerUrl } from '../read-arguments.ts';
import type { Terminal } from '../terminal.ts';

const HELP = `
Which issuers there are is up to dockpass apply, which leaves a disabled one disabled unless the file
says enabled: true of it: a nightly apply does not bring it back.

Examples:
  dockpass issuer disable https://token.actions.githubusercontent.com
  dockpass issuer enable https://token.actions.githubusercontent.com`;

const DISABLE_HELP = `
At once, on every replica: running jobs of the issuer lose their build tokens, and their ID tokens are
refused (issuer_disabled) until the issuer is enabled again. Its trust relationships stay as they are.

Example:
  dockpass issuer disable https://token.actions.githubusercontent.com`;

const ENABLE_HELP = `
Jobs can exchange ID tokens again. Build tokens from before it was disabled stay revoked.

Example:
  dockpass issuer enable https://token.actions.githubusercontent.com`;

export function addIssuer(program: Command, terminal: Terminal): void {
  const issuer = program
    .command('issuer')
    .summary('stop an issuer at once')
    .description('Stop an issuer at once, and start it again.')
    .addHelpText('after', HELP);
  issuer
    .command('disable')
    .summary('revoke what its jobs have, and give them nothing more')
    .description('Revoke what jobs of an issuer have, and give them nothing more.')
    .argument('<URL>', 'of the issuer', readIssuerUrl)
    .addHelpText('after', DISABLE_HELP)
    .action((url: string) => setEnabled(url, false, terminal));
  issuer
    .command('enable')
    .summary('accept its ID tokens again')
    .description('Accept the ID tokens of an issuer again.')
    .argument('<URL>', 'of the issuer', readIssuerUrl)
    .addHelpText('after', ENABLE_HELP)
    .action((url: string) => setEnabled(url, true, terminal));
}

async function setEnabled(url: string, enabled: boolean, terminal: Terminal): Promise<void> {
  const state = enabled ? 'enabled' : 'disabled';
  const changed = await changeRecords(terminal, async (records) => {
    const issuer = await requireIssuer(records, url);
    if (issuer.enabled === enabled) return false;
    await records.issuers.setEnabled(issuer.id, enabled);
    const { provider } = issuer;
    const before = { url, provider, enabled: issuer.enabled };
    const detail = { before, after: { ...before, enabled } };
    await records.auditEvents.append(operatorEvent(terminal, 'issuer.update', { detail }));
    return true;
  });
  await terminal.print(changed ? `${state} ${url}\n` : `${url} was ${state} already\n`);
}
