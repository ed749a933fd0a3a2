import {
  BUILDER_CREDENTIALS_PATH,
  type BuilderCredentialsRequest,
} from '../../protocol/builder-credentials.ts';
import { redacted } from '../exchange/answer.ts';
import { networkFailure } from '../exchange/attempts.ts';
import { NetworkFault } from '../exchange/network-fault.ts';
import { refusalOf } from '../exchange/refusal.ts';
import type { HttpAnswer, Runner, SendLimits } from '../system/port.ts';

export interface CredentialsOrder {
  exchangeUrl: string;
  /** The build token. */
  token: string;
  request: BuilderCredentialsRequest;
}

/** One request; a Failure says whether another one makes sense. */
export async function requestCredentials(
  runner: Pick<Runner, 'send' | 'now'>,
  order: CredentialsOrder,
  limits: SendLimits,
): Promise<HttpAnswer> {
  const answer = redacted(await send(runner, order, limits), order.token);
  if (answer.status === 201) return answer;
  const refusal = refusalOf(answer, runner.now(), 'builder_credentials_unavailable');
  const next = NEXT[refusal.code];
  const asked = `builder credentials for ${order.request.project}`;
  throw refusal.with({ exchange: order.exchangeUrl, asked, ...(next && { next }) });
}

/** Where a reason means another thing here than with an ID token. */
const NEXT: Readonly<Record<string, string>> = {
  permission_not_granted:
    'Leave `permissions` empty or name `build` there, and have an administrator of the project add `build` to the trust relationship.',
  project_not_granted: 'Set `project` to the project whose builder this step needs.',
};

async function send(
  runner: Pick<Runner, 'send'>,
  { exchangeUrl, token, request }: CredentialsOrder,
  limits: SendLimits,
): Promise<HttpAnswer> {
  const url = exchangeUrl + BUILDER_CREDENTIALS_PATH;
  try {
    return await runner.send(
      {
        method: 'POST',
        url,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify(request),
      },
      limits,
    );
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error;
    const tooLarge = error.kind === 'too_large';
    const code = tooLarge ? 'exchange_answer_too_large' : 'builder_credentials_unavailable';
    throw networkFailure(error, code, `${new URL(url).host}: ${error.message}.`);
  }
}
