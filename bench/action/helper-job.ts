import { join } from 'node:path';
import { json } from '../../__tests__/support/answers.ts';
import {
  EXCHANGE_ROUTES,
  startExchangeDouble,
  tokenResponse,
} from '../../__tests__/support/exchange-double.ts';
import { startGitHubIssuer } from '../../__tests__/support/github-issuer.ts';
import { startJob } from '../../__tests__/support/runner.ts';
import { wallTimeOf } from './process-time.ts';

/** A job whose Docker was made ready, with the credential helper as Docker starts it. */
export interface TimedHelper {
  /** Milliseconds of one answer. */
  get(): Promise<number>;
  close(): Promise<void>;
}

const REGISTRY = 'registry.example.com';

/** `lifetime`: seconds; below twelve minutes every answer takes an exchange. */
export async function prepareTimedHelper(lifetime: number): Promise<TimedHelper> {
  const [issuer, exchange] = await Promise.all([startGitHubIssuer(), startExchangeDouble()]);
  exchange.always(EXCHANGE_ROUTES.token, json(200, tokenResponse({ expires_in: lifetime })));
  const job = await startJob({ env: issuer.environment });
  job.exported.DOCKER_CONFIG = join(job.temp, 'docker');
  const { exitCode, log } = await job.run({
    with: { 'exchange-url': exchange.url, registry: REGISTRY },
  });
  if (exitCode !== 0) throw new Error(log);
  const program = join(job.temp, 'dockpass/bin/docker-credential-dockpass');
  return {
    get: () => wallTimeOf({ program, args: ['get'], env: job.environment(), input: REGISTRY }),
    close: async () => {
      await Promise.all([job.close(), issuer.close(), exchange.close()]);
    },
  };
}
