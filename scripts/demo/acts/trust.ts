import type { Page } from '../page.ts';
import { policyFile, TRUST } from '../policy.ts';
import type { Stage } from '../stage.ts';

/** The policy is applied by the real command; the real exchange starts on its database. */
export async function trustRepository(page: Page, { issuer, exchange }: Stage): Promise<void> {
  page.say('No secret is handed out. A rule says which jobs may do what; policy.yaml, in part:');
  page.box(TRUST.trimEnd().split('\n'));
  const { stdout } = await exchange.apply(policyFile(issuer.url));
  page.label('$ dockpass apply policy.yaml');
  page.box(stdout.trimEnd().split('\n'));
  await exchange.start();
}
