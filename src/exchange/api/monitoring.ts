import type { Registry } from 'prom-client';
import { type Handler, json, text } from '../http/answer.ts';
import type { Readiness } from '../http/readiness.ts';

/** `GET /healthz`: this process answers. It asks nobody, so that an outage elsewhere kills no replica. */
export const healthEndpoint: Handler = () => json(200, { status: 'ok' });

/** `GET /readyz`: this process can do its work, and will for a while. */
export function readyEndpoint(readiness: Readiness): Handler {
  return async () => {
    const body = await readiness();
    return json(body.status === 'ok' ? 200 : 503, body);
  };
}

/** `GET /metrics`, in the Prometheus text format. */
export function metricsEndpoint(register: Registry): Handler {
  return async () => text(200, await register.metrics(), register.contentType);
}
