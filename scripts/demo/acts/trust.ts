import type { Stage } from '../../../__tests__/support/stage.ts';
import type { Page } from '../page.ts';
import { policyFile, TRUST } from '../policy.ts';

/** The policy is applied by the real command; the real exchange starts on its database. */
export async function trustRepository(page: Page, { issuer, exchange }: Stage): Promise<void> {
  page.say('No secret is handed out: a rule says which jobs may do what. policy.yaml:');
  page.box(TRUST.trimEnd().split('\n'));
  const { stdout } = await exchange.apply(policyFile(issuer.url));
  page.label('$ dockpass apply policy.yaml');
  page.box(withoutDetails(stdout));
  await exchange.start();
}

/** The plan spells out each rule below its line; the policy has just been shown. */
function withoutDetails(plan: string): string[] {
  return plan
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith(' '));
}
