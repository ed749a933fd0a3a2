import { expect } from '@jest/globals';
import { PATHS } from '../../../src/protocol/token-exchange.ts';
import { MAIN_OF_WEB, policyYaml } from '../../journeys/policy.ts';
import type { Stage } from '../../support/stage.ts';
import { type Answer, exchangeForm, send } from '../service.ts';

const JOBS_AT_ONCE = 16;
const ANSWERS_BEFORE_BACKUP = 40;

interface Exchanged {
  idToken: string;
  answer: Answer;
}

/** An exchange that runs, trusts acme/web and has its issuer's keys. */
export async function ready({ issuer, exchange }: Stage): Promise<void> {
  await exchange.apply(policyYaml(issuer.url, { web: [MAIN_OF_WEB] }));
  await exchange.start();
}

/** No limits: all of these jobs have one address and one repository. */
export const UNLIMITED = {
  DOCKPASS_RATE_LIMIT_ADDRESS: '0',
  DOCKPASS_RATE_LIMIT_REPOSITORY: '0',
};

/**
 * Jobs exchange without a pause, and in the midst of that a backup is made. Resolves with what was
 * answered before it began.
 */
export async function backUpUnderLoad(
  stage: Stage,
  backUp: () => Promise<unknown>,
): Promise<Exchanged[]> {
  const answered: Exchanged[] = [];
  const warm = Promise.withResolvers<void>();
  const backup = new AbortController();
  const jobs = Array.from({ length: JOBS_AT_ONCE }, async () => {
    while (!backup.signal.aborted) {
      const idToken = stage.issuer.sign(stage.exchange.url);
      const answer = await exchangeAt(stage, idToken);
      if (answer.status === 200) answered.push({ idToken, answer });
      if (answered.length >= ANSWERS_BEFORE_BACKUP) warm.resolve();
    }
  });
  await Promise.race([warm.promise, Promise.all(jobs)]);
  const before = [...answered];
  await backUp().finally(() => backup.abort());
  await Promise.all(jobs);
  // Otherwise nothing was written meanwhile, and the test shows nothing.
  expect(answered.length).toBeGreaterThan(before.length);
  return before;
}

/** To be called once the backup was restored and the exchange runs on it. */
export async function expectNothingMissing(
  stage: Stage,
  answered: readonly Exchanged[],
): Promise<void> {
  const events = await stage.exchange.audit();
  const granted = new Set(events.filter((it) => it.decision === 'granted').map(({ id }) => id));
  for (const { idToken, answer } of answered) {
    expect(granted).toContain(answer.body.reference);
    expect(await stage.exchange.introspect(answer.body.access_token)).toMatchObject({
      active: true,
    });
    expect((await exchangeAt(stage, idToken)).body.reason).toBe('replayed');
  }
}

/** An ID token that the backup does not know is as good as new, and the exchange works. */
export async function expectAtWork(stage: Stage): Promise<void> {
  const answer = await exchangeAt(stage, stage.issuer.sign(stage.exchange.url));
  expect(answer.status).toBe(200);
}

function exchangeAt({ exchange }: Stage, subject_token: string): Promise<Answer> {
  return send(exchange.url + PATHS.token, exchangeForm({ subject_token }));
}
