import type { Permission } from '../protocol/permissions.ts';
import type { ProjectPath } from '../protocol/projects.ts';
import type { ProjectGrant } from '../protocol/token-exchange.ts';
import type { IssuedToken } from './exchange/issued-token.ts';
import { Failure } from './failure/failure.ts';
import type { Inputs } from './inputs.ts';

/** What the step ends with: an issued build token, the fallback token, or knowingly nothing. */
export interface Pass {
  source: 'oidc' | 'fallback' | 'none';
  token: string | undefined;
  /** Seconds. */
  expiresIn: number | undefined;
  expiresAt: Date | undefined;
  projects: ProjectPath[];
  permissions: Permission[];
  grants: ProjectGrant[];
  reference: string | undefined;
  revocable: boolean;
  /** Why there is no build token, if there is none. */
  because?: Failure;
}

export function passOf(issued: IssuedToken, now: number): Pass {
  const { expiresIn } = issued;
  const expiresAt = expiresIn === undefined ? undefined : new Date(now + expiresIn * 1000);
  return { source: 'oidc', ...issued, expiresAt };
}

/** What `on-unavailable` says for a job that cannot have an ID token; never after a refusal. */
export function passWithoutIdToken(inputs: Inputs, because: Failure): Pass {
  switch (inputs.onUnavailable) {
    case 'fail':
      throw because;
    case 'skip':
      return { ...NOTHING, source: 'none', token: undefined, because };
    case 'fallback':
      if (!inputs.fallbackToken) throw fallbackMissing(because);
      return { ...NOTHING, source: 'fallback', token: inputs.fallbackToken, because };
  }
}

const NOTHING = {
  expiresIn: undefined,
  expiresAt: undefined,
  projects: [],
  permissions: [],
  grants: [],
  reference: undefined,
  revocable: false,
};

function fallbackMissing(because: Failure): Failure {
  return new Failure(
    'fallback_token_missing',
    `${because.message} \`on-unavailable: fallback\` is set, but \`fallback-token\` is empty.`,
    because.details,
  );
}
