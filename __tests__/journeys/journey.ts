import { afterAll, beforeAll } from '@jest/globals';
import { openStage, type Stage } from '../support/stage.ts';
import { MAIN_OF_WEB, policyYaml, type Rule } from './policy.ts';

/** Milliseconds; three processes start and end one after the other. */
const PATIENCE = 90_000;

/**
 * To be called once in a test file: one live exchange for all of its tests, in which
 * the projects acme/web and acme/docs trust the main branch of acme/web, and acme/payroll does not.
 * Starting one takes about a second.
 */
export function liveStage(): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await openStage();
    await stage.exchange.apply(policyYaml(stage.issuer.url, POLICY));
    await stage.exchange.start();
  }, PATIENCE);
  afterAll(() => stage?.close(), PATIENCE);
  return () => {
    if (!stage) throw new Error('The stage is not open yet.');
    return stage;
  };
}

const POLICY: Record<string, Rule[]> = {
  web: [MAIN_OF_WEB],
  docs: [{ ...MAIN_OF_WEB, permissions: ['pull'] }],
  payroll: [{ ...MAIN_OF_WEB, repository: 'acme/payroll', repository_id: '31415' }],
};
