import { Failure, type Retry } from '../failure/failure.ts';
import { oneLine } from '../failure/one-line.ts';
import type { HttpAnswer, RequestRunner, SendLimits } from '../system/port.ts';
import { isJwt, isRedirect, parseMembers, retryOf, shapeOf } from './answer.ts';
import { networkFailure } from './attempts.ts';
import { NetworkFault } from './network-fault.ts';
import { GRACE, isTransient, TRANSIENT } from './retry.ts';

/** Where the job may ask for ID tokens: what GitHub sets for `id-token: write` and only then. */
export interface IdTokenSource {
  url: string;
  bearer: string;
}

const URL_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_URL';
const BEARER_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN';

/** Undefined if the job may not ask; throws if it may, but what the runner set is of no use. */
export function findIdTokenSource(runner: Pick<RequestRunner, 'env'>): IdTokenSource | undefined {
  const url = runner.env(URL_VARIABLE);
  const bearer = runner.env(BEARER_VARIABLE);
  if (!url && !bearer) return undefined;
  if (!url || !isHttpUrl(url)) throw unusable(URL_VARIABLE, url ? 'is not a URL' : 'is missing');
  if (!bearer || !/^[\x21-\x7e]+$/.test(bearer))
    throw unusable(BEARER_VARIABLE, bearer ? 'is not a token' : 'is missing');
  return { url, bearer };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function unusable(variable: string, fault: string): Failure {
  return new Failure(
    'id_token_unavailable',
    `The environment variable ${variable}, which the runner sets for jobs that may have an ID token, ${fault}.`,
    {
      next: 'Look for what changes the environment of this step, or report it to whoever set up the runner.',
    },
  );
}

/** One request for one ID token, masked before it is returned. */
export async function requestIdToken(
  runner: RequestRunner,
  source: IdTokenSource,
  audience: string,
  limits: SendLimits,
): Promise<string> {
  const answer = await ask(runner, source, audience, limits);
  if (answer.status !== 200) throw refused(answer, runner.now());
  const idToken = parseMembers(answer.body)?.value;
  if (!isJwt(idToken))
    throw unavailable(`answered with ${shapeOf(answer)} instead of an ID token`, TRANSIENT);
  runner.mask(idToken);
  return idToken;
}

async function ask(
  runner: RequestRunner,
  { url, bearer }: IdTokenSource,
  audience: string,
  limits: SendLimits,
) {
  const request = {
    method: 'GET',
    url: `${url}${url.includes('?') ? '&' : '?'}audience=${encodeURIComponent(audience)}`,
    headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
  } as const;
  try {
    return await runner.send(request, limits);
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error;
    const seen = `GitHub's ID token service could not be asked: ${error.message}.`;
    const details = error.kind === 'untrusted' ? { untrusted: true } : {};
    throw networkFailure(error, 'id_token_unavailable', seen, details);
  }
}

function refused(answer: HttpAnswer, now: number): Failure {
  const { status } = answer;
  if (isRedirect(status)) return unavailable(`answered with a redirect (HTTP ${status})`);
  if (isTransient(status)) return unavailable(`answered HTTP ${status}`, retryOf(answer, now));
  const said = parseMembers(answer.body)?.message;
  const why = typeof said === 'string' && said !== '' ? `: ${oneLine(said)}` : '.';
  const message = `GitHub refused to sign an ID token for this job (HTTP ${status})${why}`;
  return new Failure('id_token_refused', message, { retry: GRACE });
}

function unavailable(seen: string, retry?: Retry): Failure {
  const message = `GitHub's ID token service ${seen}.`;
  return new Failure('id_token_unavailable', message, retry && { retry });
}
