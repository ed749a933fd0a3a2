/** What went wrong below HTTP, in the words that the failure's text and code are chosen by. */
export type FaultKind =
  | 'unreachable'
  | 'untrusted'
  | 'timeout'
  | 'truncated'
  | 'too_large'
  | ProxyFaultKind;

/** On the way to whoever was asked; their messages name the proxy, or the variable that should. */
export const PROXY_FAULTS = ['proxy_invalid', 'proxy_unreachable', 'proxy_refused'] as const;

export type ProxyFaultKind = (typeof PROXY_FAULTS)[number];

interface FaultDetails {
  cause?: unknown;
  /** Another try would end in the same way. */
  final?: boolean;
  /** As much of the answer's body as had come. */
  received?: string;
}

/** None of these passes by itself. */
const FINAL: readonly FaultKind[] = ['untrusted', 'too_large', 'proxy_invalid', 'proxy_refused'];

export class NetworkFault extends Error {
  override readonly name = 'NetworkFault';
  readonly kind: FaultKind;
  readonly final: boolean;
  readonly received: string;

  constructor(kind: FaultKind, seen: string, details: FaultDetails = {}) {
    super(seen, { cause: details.cause });
    this.kind = kind;
    this.final = details.final ?? FINAL.includes(kind);
    this.received = details.received ?? '';
  }

  /** The same fault with more known about it. */
  with({ seen = this.message, received = this.received }: { seen?: string; received?: string }) {
    const { kind, cause, final } = this;
    return new NetworkFault(kind, seen, { cause, final, received });
  }
}
