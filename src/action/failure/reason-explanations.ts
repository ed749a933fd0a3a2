import type { Reason } from '../../protocol/reasons.ts';
import { ADMIN, AUTHOR, type Explanation, NOBODY, OPERATOR } from './explanations.ts';

/** Of the causes for which an exchange is refused; docs/refusals.md says the same at length. */
export const REASON_EXPLANATIONS: Readonly<Record<Reason, Explanation>> = {
  malformed_token: {
    hop: 'exchange',
    title: 'the exchange cannot read the ID token',
    whose: OPERATOR,
    next: 'Look for a proxy that alters requests, then look up the reference (`dockpass audit show`).',
  },
  unknown_issuer: {
    hop: 'exchange',
    title: "the exchange does not know this job's issuer",
    whose: OPERATOR,
    next: 'Register the `iss` shown in the job summary as an issuer.',
  },
  issuer_disabled: {
    hop: 'exchange',
    title: "the exchange has switched this job's issuer off",
    whose: OPERATOR,
    next: 'Ask why; until the issuer is switched on again, none of its jobs gets a token.',
  },
  bad_signature: {
    hop: 'exchange',
    title: "the ID token's signature does not hold",
    whose: OPERATOR,
    next: 'Look up the reference (`dockpass audit show`); the token was altered, or the issuer is another one.',
  },
  unknown_key: {
    hop: 'exchange',
    title: "the ID token's key is not one of the issuer's",
    whose: OPERATOR,
    next: 'Run the job again; if it stays, check that the exchange can fetch the key set of the issuer.',
  },
  wrong_audience: {
    hop: 'inputs',
    title: '`exchange-url` is not the URL that the exchange goes by',
    whose: AUTHOR,
    next: 'Set `exchange-url` to exactly the URL that the exchange names above, and leave `audience` unset.',
  },
  expired: {
    hop: 'exchange',
    title: 'the exchange says that the ID token has expired',
    whose: OPERATOR,
    next: "Check the time of the exchange's machine; the ID token was a few seconds old.",
  },
  not_yet_valid: {
    hop: 'exchange',
    title: 'the exchange says that the ID token is not valid yet',
    whose: OPERATOR,
    next: "Check the time of the exchange's machine; the ID token was valid when it was sent.",
  },
  missing_claim: {
    hop: 'GitHub',
    title: 'the ID token lacks a claim that the exchange needs',
    whose: OPERATOR,
    next: 'Check that the issuer is a GitHub that sends the claims named below.',
  },
  replayed: {
    hop: 'exchange',
    title: 'the ID token had been used before',
    whose: OPERATOR,
    next: 'Look up the reference (`dockpass audit show`): somebody else may have presented the ID token of this job.',
  },
  run_revoked: {
    hop: 'exchange',
    title: 'this workflow run gets no tokens any more',
    whose: ADMIN,
    next: 'Ask why its tokens were revoked, then start a new run.',
  },
  unknown_token: {
    hop: 'exchange',
    title: 'the exchange does not know the token',
    whose: AUTHOR,
    next: 'Check which token was sent; a build token is forgotten a day after its end.',
  },
  token_revoked: {
    hop: 'exchange',
    title: 'the token was revoked',
    whose: `${AUTHOR}, or ${ADMIN}`,
    next: 'Replace the token; if nobody knows who revoked it, look up the reference.',
  },
  derivation_too_deep: {
    hop: 'exchange',
    title: 'the token was narrowed too many times over',
    whose: AUTHOR,
    next: 'Narrow one of the tokens that it came from.',
  },
  oidc_only: {
    hop: 'exchange',
    title: 'the project refuses user access tokens and project tokens',
    whose: `${AUTHOR}, or ${ADMIN}`,
    next: 'Exchange the ID token of a job instead, or let an administrator allow static tokens.',
  },
  no_trust_relationship: {
    hop: 'exchange',
    title: 'no project trusts this repository',
    whose: ADMIN,
    next: 'Correct `project`, or add a trust relationship for the `repository` shown in the job summary.',
  },
  condition_failed: {
    hop: 'exchange',
    title: "this job does not meet the project's conditions",
    whose: `${AUTHOR}, or ${ADMIN}`,
    next: 'Compare the marked claims with what this job was meant to be; if they are right, give the reference to an administrator of the project, who sees what was expected.',
  },
  privileged_event: {
    hop: 'exchange',
    title: 'this event is not admitted',
    whose: ADMIN,
    next: 'Start the job by another event; name this one in the trust relationship only if no stranger can steer the run.',
  },
  project_required: {
    hop: 'inputs',
    title: 'the job has to name its project',
    whose: AUTHOR,
    next: 'Set `project` to the project that this job is for; that takes `protocol: token-exchange`, the default.',
  },
  project_not_granted: {
    hop: 'exchange',
    title: 'a project that was asked for is not granted',
    whose: `${AUTHOR}, or ${ADMIN}`,
    next: 'Ask only for projects that trust this repository.',
  },
  permission_not_granted: {
    hop: 'exchange',
    title: 'a permission that was asked for is not granted',
    whose: `${AUTHOR}, or ${ADMIN}`,
    next: 'Ask for fewer permissions, or give the reference to an administrator of the project, who can grant more.',
  },
  issuer_unavailable: {
    hop: 'exchange',
    title: 'the exchange cannot get the keys of the issuer',
    whose: OPERATOR,
    next: 'Run the job again later. This is an outage, not a refusal.',
  },
  store_unavailable: {
    hop: 'exchange',
    title: 'the exchange cannot use its database',
    whose: OPERATOR,
    next: 'Run the job again later. This is an outage, not a refusal.',
  },
  rate_limited: {
    hop: 'exchange',
    title: 'too many exchanges',
    whose: NOBODY,
    next: 'Run the job again later; exchange once in a job, not once in a step.',
  },
  malformed_request: {
    hop: 'exchange',
    title: 'the exchange does not understand the request',
    whose: `${OPERATOR}, or ours`,
    next: 'Bring the exchange and this action to versions that belong together.',
  },
  internal_error: {
    hop: 'exchange',
    title: 'the exchange failed inside',
    whose: OPERATOR,
    next: "Run the job again later; the reference leads to the error in the exchange's log.",
  },
  build_token_required: {
    hop: 'exchange',
    title: 'only a build token gets builder credentials',
    whose: AUTHOR,
    next: 'Exchange the ID token of the job, or the static token (RFC 8693), for a build token, and ask with that.',
  },
  builder_not_configured: {
    hop: 'exchange',
    title: 'the project has no builder',
    whose: ADMIN,
    next: 'Say where the builder is (`dockpass builder set`), or leave `builder` out.',
  },
};
