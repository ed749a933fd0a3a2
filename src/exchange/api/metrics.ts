import type { Registry } from 'prom-client';
import { type Handler, text } from './answer.ts';

/** `GET /metrics`, in the Prometheus text format. */
export function metricsEndpoint(register: Registry): Handler {
  return async () => text(200, await register.metrics(), register.contentType);
}
