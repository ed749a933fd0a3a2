import type { OwnCode } from '../failure/error-codes.ts';
import { Failure, type FailureDetails } from '../failure/failure.ts';
import {
  type FaultKind,
  type NetworkFault,
  PROXY_FAULTS,
  type ProxyFaultKind,
} from './network-fault.ts';
import { TRANSIENT } from './retry.ts';

/**
 * A fault below HTTP as a failure. `code` and `seen` are about whoever was asked; a proxy on the way
 * there has codes and a sentence of its own.
 */
export function networkFailure(
  fault: NetworkFault,
  code: OwnCode,
  seen: string,
  details: FailureDetails = {},
): Failure {
  const { kind, message, final } = fault;
  const known = { ...(!final && { retry: TRANSIENT }), cause: fault };
  if (isProxyFault(kind)) return new Failure(kind, `${capitalized(message)}.`, known);
  return new Failure(code, seen, { ...details, ...known });
}

function isProxyFault(kind: FaultKind): kind is ProxyFaultKind {
  return PROXY_FAULTS.some((fault) => fault === kind);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
