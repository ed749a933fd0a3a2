import type { AuditedDeps } from '../../audit/audited.ts';
import type { SignInConfig } from '../../config/config.ts';
import type { SignInLimits } from '../../limits/sign-in-limits.ts';
import type { SignInProvider } from '../../sign-in-provider/provider.ts';
import type { RecordStore } from '../../stores/ports/records.ts';

/** What it takes to let people in with an account at an OIDC provider. */
export interface SignInWithOidcDeps extends Omit<AuditedDeps, 'store'> {
  store: RecordStore & AuditedDeps['store'];
  limits: SignInLimits;
  provider: SignInProvider;
  settings: SignInConfig;
}
