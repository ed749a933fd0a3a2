import { z } from 'zod';
import type { BuilderCredentialsProblem } from '../../protocol/builder-credentials.ts';
import { isProjectPath, type ProjectPath } from '../../protocol/projects.ts';
import type { Refused } from '../audit/audited.ts';
import { parseClientKey } from '../builders/public-key.ts';
import type { BuilderRequest, IssueBuilderCredentials } from '../flows/builder-credentials.ts';
import { type Handler, json } from '../http/answer.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { bearerToken, readBody } from '../http/request.ts';
import { bearerAnswer } from '../http/statuses.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { Refusal } from '../refusal.ts';

export interface BuilderCredentialsEndpointDeps {
  issueBuilderCredentials: IssueBuilderCredentials;
  clientAddress: ClientAddress;
  metrics: Metrics;
}

/** Bytes. A public key of P-256 takes 200. */
const MAX_BODY_BYTES = 8192;

const REQUEST = z.strictObject({
  public_key: z.string(),
  project: z
    .custom<ProjectPath>((path) => typeof path === 'string' && isProjectPath(path))
    .optional(),
});

/** `POST /api/v1/builder-credentials`: a client certificate for the builder of a project. */
export function builderCredentialsEndpoint({
  issueBuilderCredentials,
  clientAddress,
  metrics,
}: BuilderCredentialsEndpointDeps): Handler {
  return async (context) => {
    const { incoming } = context.env;
    const token = bearerToken(incoming.headers.authorization);
    let request: BuilderRequest | undefined;
    const outcome = await issueBuilderCredentials(
      { clientAddress: clientAddress(incoming) },
      token,
      async () => {
        request = parseRequest(await readBody(context, 'application/json', MAX_BODY_BYTES));
        return request;
      },
    );
    metrics.builderCredentialsAsked('answer' in outcome ? 'granted' : outcome.refusal.reason);
    return 'answer' in outcome
      ? json(201, outcome.answer)
      : refused(outcome, request, token === undefined ? '' : ', error="invalid_token"');
  };
}

function parseRequest(body: string): BuilderRequest {
  const { success, data } = REQUEST.safeParse(jsonOf(body));
  // Nothing of the body is repeated: it may hold a private key.
  if (!success)
    throw new Refusal(
      'malformed_request',
      'Send a JSON object with public_key, PEM in a string, and project, organization/project; and nothing else.',
    );
  return { publicKey: parseClientKey(data.public_key), project: data.project };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Where each reason is explained. */
const REFUSAL_PAGE = 'https://github.com/dockpass/dockpass/blob/main/docs/refusals.md';

/** RFC 9457. `invalid` is how the challenge of RFC 6750 section 3 ends if a token was shown. */
function refused(
  { refusal, reference }: Refused,
  request: BuilderRequest | undefined,
  invalid: string,
): Response {
  const { reason, message } = refusal;
  const { status, headers } = bearerAnswer(refusal);
  const body: BuilderCredentialsProblem = {
    type: `${REFUSAL_PAGE}#${reason}`,
    title: 'No builder credentials were issued',
    status,
    detail: message,
    code: reason,
    reason,
    reference,
    ...(request && {
      requested: {
        ...(request.project && { projects: [request.project] }),
        permissions: ['build'],
      },
    }),
  };
  return json(status, body, {
    'content-type': 'application/problem+json',
    ...(status === 401 && { 'www-authenticate': `Bearer realm="dockpass"${invalid}` }),
    ...headers,
  });
}
