import { type ProjectPath, projectUrl } from '../../protocol/projects.ts';
import type { Introspection, IntrospectToken } from '../flows/introspect-token.ts';
import { errorAnswer, type Handler, json, text } from '../http/answer.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { bearerToken, parseResources, readForm, requiredParameter } from '../http/request.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { KeyRing } from '../signing/key-ring.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';

/** RFC 9701 section 5: the JWT's `typ`, and behind `application/` its media type. */
const SIGNED_TYPE = 'token-introspection+jwt';

interface IntrospectEndpointDeps {
  introspectToken: IntrospectToken;
  clientAddress: ClientAddress;
  keyRing: KeyRing;
  metrics: Metrics;
  /** DOCKPASS_URL. */
  issuer: string;
  clock: Clock;
}

/**
 * `POST /oauth/introspect`, RFC 7662; with `Accept: application/token-introspection+jwt` signed as
 * RFC 9701 describes, for callers that must be able to show later what they were told.
 */
export function introspectEndpoint(deps: IntrospectEndpointDeps): Handler {
  return async (context) => {
    const { authorization, accept } = context.env.incoming.headers;
    const caller = bearerToken(authorization);
    if (caller === undefined) return unauthorized('Bearer realm="dockpass"');
    const introspection = await deps.introspectToken(
      { clientAddress: deps.clientAddress(context.env.incoming) },
      caller,
      async () => {
        const form = await readForm(context);
        return {
          token: requiredParameter(form, 'token'),
          projects: parseResources(form, deps.issuer),
        };
      },
    );
    deps.metrics.tokenIntrospected(introspection.response.active);
    return wantsSigned(accept)
      ? signedAnswer(deps, introspection)
      : json(200, introspection.response);
  };
}

function wantsSigned(accept: string | undefined): boolean {
  return (accept ?? '')
    .split(',')
    .some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === `application/${SIGNED_TYPE}`);
}

/**
 * `aud` must say whom the answer is for (RFC 9701 section 5): the caller's own projects. A caller
 * whose token opens none is nobody, and gets what RFC 7662 section 2.3 has for it.
 */
async function signedAnswer(
  { keyRing, issuer, clock }: IntrospectEndpointDeps,
  { response, callerProjects }: Introspection,
): Promise<Response> {
  const projects: readonly ProjectPath[] = await callerProjects();
  if (projects.length === 0) return unauthorized('Bearer realm="dockpass", error="invalid_token"');
  const payload = {
    iss: issuer,
    aud: projects.map((project) => projectUrl(issuer, project)),
    iat: epochSeconds(clock),
    token_introspection: response,
  };
  return text(200, await keyRing.sign(payload, SIGNED_TYPE), `application/${SIGNED_TYPE}`);
}

/** RFC 6750 section 3. */
function unauthorized(challenge: string): Response {
  const remedy = 'Authenticate with Authorization: Bearer and a token that covers the project.';
  return errorAnswer(401, 'invalid_client', remedy, { 'www-authenticate': challenge });
}
