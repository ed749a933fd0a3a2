import type { RevokeToken } from '../flows/revoke-token.ts';
import { type Handler, json } from '../http/answer.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { readForm, requiredParameter } from '../http/request.ts';
import type { Metrics } from '../metrics/metrics.ts';

interface RevokeEndpointDeps {
  revokeToken: RevokeToken;
  clientAddress: ClientAddress;
  metrics: Metrics;
}

/**
 * `POST /oauth/revoke`, RFC 7009. The hint is not needed: a token says by its prefix what it is.
 * Section 2.2: 200 whether or not there was anything to revoke, and the body is ignored.
 */
export function revokeEndpoint({
  revokeToken,
  clientAddress,
  metrics,
}: RevokeEndpointDeps): Handler {
  return async (context) => {
    const revoked = await revokeToken(
      { clientAddress: clientAddress(context.env.incoming) },
      async () => requiredParameter(await readForm(context), 'token'),
    );
    if (revoked) metrics.tokenRevoked();
    return json(200, {});
  };
}
