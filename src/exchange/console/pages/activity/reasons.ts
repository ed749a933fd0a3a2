import type { Reason } from '../../../../protocol/reasons.ts';

/** Why something was refused, for whoever administers the project. */
interface Meaning {
  /** A few words. */
  headline: string;
  /** What to do about it. */
  next: string;
}

/** docs/refusals.md says the same at length. */
const MEANINGS: Readonly<Record<Reason, Meaning>> = {
  malformed_token: {
    headline: 'The token can’t be read',
    next: 'Look for a proxy between the job and the exchange that changes requests. If a person sent the token, check that it is complete.',
  },
  unknown_issuer: {
    headline: 'The issuer isn’t registered',
    next: 'If jobs of this CI system should be admitted, an operator registers its issuer.',
  },
  issuer_disabled: {
    headline: 'The issuer is switched off',
    next: 'Ask an operator why. None of its jobs gets a token until it is enabled again.',
  },
  bad_signature: {
    headline: 'The ID token’s signature is wrong',
    next: 'Nothing in it can be trusted. If it happens again, an operator checks which issuer signed it.',
  },
  unknown_key: {
    headline: 'The ID token’s key isn’t one of the issuer’s',
    next: 'Run the job again. If it happens again, an operator checks whether the exchange can fetch the issuer’s keys.',
  },
  wrong_audience: {
    headline: 'The job asked another exchange',
    next: 'Set `exchange-url` in the workflow to the exact address of this exchange, and leave `audience` unset.',
  },
  expired: {
    headline: 'The token has expired',
    next: 'Get a new one. If it was only seconds old, an operator checks the clock of the exchange’s machine.',
  },
  not_yet_valid: {
    headline: 'The ID token isn’t valid yet',
    next: 'An operator checks the clock of the exchange’s machine.',
  },
  missing_claim: {
    headline: 'The ID token lacks a claim',
    next: 'Check that the issuer is the CI system that it is registered as.',
  },
  replayed: {
    headline: 'The ID token had been used before',
    next: 'If the job didn’t send it twice, somebody else may have it. Look at the run’s other events, and revoke the run if you don’t recognize them.',
  },
  run_revoked: {
    headline: 'The run’s tokens were revoked',
    next: 'Find out who revoked them and why, then start a new run.',
  },
  unknown_token: {
    headline: 'The exchange doesn’t know the token',
    next: 'Check which token was sent. Build tokens are forgotten a day after they end.',
  },
  token_revoked: {
    headline: 'The token was revoked',
    next: 'Replace the token where it is used.',
  },
  derivation_too_deep: {
    headline: 'The token was narrowed too often',
    next: 'Narrow one of the tokens that it came from.',
  },
  oidc_only: {
    headline: 'The project accepts OIDC only',
    next: 'Let the job exchange its ID token, or turn OIDC only off in the project’s settings.',
  },
  no_trust_relationship: {
    headline: 'No trust relationship for this repository',
    next: 'If this repository should be trusted, draft a trust relationship for the job and review it.',
  },
  condition_failed: {
    headline: 'The job doesn’t meet the conditions',
    next: 'Compare the failed claims below. Run the job where the conditions hold, or draft a trust relationship that admits it.',
  },
  privileged_event: {
    headline: 'The event that started the job isn’t admitted',
    next: 'Start the job by another event. Name this one only if no stranger can steer the run.',
  },
  project_required: {
    headline: 'The job didn’t name its project',
    next: 'Set `project` in the workflow.',
  },
  project_not_granted: {
    headline: 'The project doesn’t trust this repository',
    next: 'Check the project’s name in the workflow, or draft a trust relationship for the job.',
  },
  permission_not_granted: {
    headline: 'A permission isn’t granted',
    next: 'Ask for less in the workflow, or grant more in the trust relationship.',
  },
  issuer_unavailable: {
    headline: 'The issuer’s keys were unavailable',
    next: 'Run the job again. This was an outage, not a refusal.',
  },
  store_unavailable: {
    headline: 'The database was unavailable',
    next: 'Run the job again. This was an outage, not a refusal.',
  },
  rate_limited: {
    headline: 'Too many requests',
    next: 'Exchange once in a job, not once in each step.',
  },
  malformed_request: {
    headline: 'The request can’t be understood',
    next: 'Use versions of the action and of the exchange that belong together.',
  },
  internal_error: {
    headline: 'The exchange failed',
    next: 'Run the job again. An operator finds the cause in the exchange’s log, under this reference.',
  },
  build_token_required: {
    headline: 'Builder credentials need a build token',
    next: 'Exchange the job’s ID token first, and ask with the build token.',
  },
  builder_not_configured: {
    headline: 'The project has no builder',
    next: 'Set one in the project’s settings, or remove `builder` from the workflow.',
  },
};

export function meaningOf(reason: Reason): Meaning {
  return MEANINGS[reason];
}
