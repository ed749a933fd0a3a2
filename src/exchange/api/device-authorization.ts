import {
  COMMAND_LINE_CLIENT,
  type DeviceAuthorizationResponse,
} from '../../protocol/token-exchange.ts';
import type { DeviceGrantError, DeviceLogin } from '../flows/sign-in/device-login.ts';
import { type ApiContext, errorAnswer, type Handler, json } from '../http/answer.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { type Form, optionalParameter, readForm, requiredParameter } from '../http/request.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { Refusal } from '../refusal.ts';

export interface DeviceEndpointDeps {
  deviceLogin: DeviceLogin;
  clientAddress: ClientAddress;
  rateLimits: Pick<RateLimits, 'takeAddress'>;
}

/** `POST /oauth/device_authorization`, RFC 8628 section 3.1. */
export function deviceAuthorizationEndpoint(
  { deviceLogin, clientAddress, rateLimits }: DeviceEndpointDeps,
  installation: string,
): Handler {
  return async (context) => {
    const from = clientAddress(context.env.incoming);
    await rateLimits.takeAddress(from);
    const form = await readForm(context);
    requireClient(form);
    const name = optionalParameter(form, 'device_name') ?? 'an unnamed device';
    const asked = await deviceLogin.authorize(`dockpass login on ${name}`, { clientAddress: from });
    const verification = `${installation}/device`;
    const body: DeviceAuthorizationResponse = {
      device_code: asked.deviceCode,
      user_code: asked.userCode,
      verification_uri: verification,
      verification_uri_complete: `${verification}?user_code=${asked.userCode}`,
      expires_in: asked.expiresIn,
      interval: asked.interval,
    };
    return json(200, body);
  };
}

/** `POST /oauth/token` with the device code grant, RFC 8628 sections 3.4 and 3.5. */
export async function deviceTokenAnswer(
  { deviceLogin, clientAddress, rateLimits }: DeviceEndpointDeps,
  context: ApiContext,
  form: Form,
): Promise<Response> {
  const from = clientAddress(context.env.incoming);
  await rateLimits.takeAddress(from);
  requireClient(form);
  const deviceCode = requiredParameter(form, 'device_code');
  const answer = await deviceLogin.poll(deviceCode, { clientAddress: from });
  if (typeof answer === 'string') return errorAnswer(400, answer, DESCRIPTIONS[answer]);
  return json(200, {
    access_token: answer.token,
    token_type: 'Bearer',
    expires_in: answer.expiresIn,
  });
}

const DESCRIPTIONS: Record<DeviceGrantError, string> = {
  authorization_pending: 'Nobody has approved yet; ask again after the interval.',
  slow_down: 'You ask too often; from now on wait five seconds more each time.',
  access_denied: 'This was denied, or whoever approved it may not sign in any more.',
  expired_token: 'Nobody approved in time; begin again.',
  invalid_grant: 'There is no such device code, or its token was handed out already.',
};

/** RFC 6749 section 3.2.1: who has no credentials still says who it is. */
function requireClient(form: Form): void {
  if (requiredParameter(form, 'client_id') !== COMMAND_LINE_CLIENT)
    throw new Refusal(
      'malformed_request',
      `The only client_id that may ask for this is ${COMMAND_LINE_CLIENT}.`,
    );
}
