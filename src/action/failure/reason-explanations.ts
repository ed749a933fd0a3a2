import type { Reason } from '../../protocol/reasons.ts';
import { ADMIN, AUTHOR, type Explanation, NOBODY, OPERATOR } from './explanations.ts';

/** Of the causes for which an exchange is refused; docs/refusals.md says the same at length. */
export const REASON_EXPLANATIONS: Readonly<Record<Reason, Explanation>> = {
  malformed_token: {
    component: 'exchange',
    title: 'the exchange cannot read the ID token',
    owner: OPERATOR,
    next: 'Look for a proxy that alters requests, then look up the reference (`dockpass audit show`).',
  },
  unknown_issuer: {
    component: 'exchange',
    title: "the exchange does not know this job's issuer",
    owner: OPERATOR,
    next: 'Register the `iss` shown in the job summary as an issuer.',
  },
  issuer_disabled: {
    component: 'exchange',
    title: "the exchange has switched this job's issuer off",
    owner: OPERATOR,
    next: 'Ask why; until the issuer is switched on again, none of its jobs gets a token.',
  },
  bad_signature: {
    component: 'exchange',
    title: "the ID token's signature does not hold",
    owner: OPERATOR,
    next: 'Look up the reference (`dockpass audit show`); the token was altered, or the issuer is another one.',
  },
  unknown_key: {
    component: 'exchange',
    title: "the ID token's key is not one of the issuer's",
    owner: OPERATOR,
    next: 'Run the job again; if it stays, check that the exchange can fetch the key set of the issuer.',
  },
  wrong_audience: {
    component: 'inputs',
    title: '`exchange-url` is not the URL that the exchange goes by',
    owner: AUTHOR,
    next: 'Set `exchange-url` to exactly the URL that the exchange names above, and leave `audience` unset.',
  },
  expired: {
    component: 'exchange',
    title: 'the exchange says that the ID token has expired',
    owner: OPERATOR,
    next: "Check the time of the exchange's machine; the ID token was a few seconds old.",
  },
  not_yet_valid: {
    component: 'exchange',
    title: 'the exchange says that the ID token is not valid yet',
    owner: OPERATOR,
    next: "Check the time of the exchange's machine; the ID token was valid when it was sent.",
  },
  missing_claim: {
    component: 'GitHub',
    title: 'the ID token lacks a claim that the exchange needs',
    owner: OPERATOR,
    next: 'Check that the issuer is a GitHub that sends the claims named below.',
  },
  replayed: {
    component: 'exchange',
    title: 'the ID token had been used before',
    owner: OPERATOR,
    next: 'Look up the reference (`dockpass audit show`): somebody else may have presented the ID token of this job.',
  },
  run_revoked: {
    component: 'exchange',
    title: 'this workflow run gets no tokens any more',
    owner: ADMIN,
    next: 'Ask why its tokens were revoked, then start a new run.',
  },
  unknown_token: {
    component: 'exchange',
    title: 'the exchange does not know the token',
    owner: AUTHOR,
    next: 'Check which token was sent; a build token is forgotten a day after its end.',
  },
  token_revoked: {
    component: 'exchange',
    title: 'the token was revoked',
    owner: `${AUTHOR}, or ${ADMIN}`,
    next: 'Replace the token; if nobody knows who revoked it, look up the reference.',
  },
  derivation_too_deep: {
    component: 'exchange',
    title: 'the token was narrowed too many times over',
    owner: AUTHOR,
    next: 'Narrow one of the tokens that it came from.',
  },
  oidc_only: {
    component: 'exchange',
    title: 'the project refuses user access tokens and project tokens',
    owner: `${AUTHOR}, or ${ADMIN}`,
    next: 'Exchange the ID token of a job instead, or let an administrator allow static tokens.',
  },
  no_trust_relationship: {
    component: 'exchange',
    title: 'no project trusts this repository',
    owner: ADMIN,
    next: 'Correct `project`, or add a trust relationship for the `repository` shown in the job summary.',
  },
  condition_failed: {
    component: 'exchange',
    title: "this job does not meet the project's conditions",
    owner: `${AUTHOR}, or ${ADMIN}`,
    next: 'Compare the marked claims with what this job was meant to be; if they are right, give the reference to an administrator of the project, who sees what was expected.',
  },
  privileged_event: {
    component: 'exchange',
    title: 'this event is not admitted',
    owner: ADMIN,
    next: 'Start the job by another event; name this one in the trust relationship only if no stranger can steer the run.',
  },
  project_required: {
    component: 'inputs',
    title: 'the job has to name its project',
    owner: AUTHOR,
    next: 'Set `project` to the project that this job is for; that takes `protocol: token-exchange`, the default.',
  },
  project_not_granted: {
    component: 'exchange',
    title: 'a project that was asked for is not granted',
    owner: `${AUTHOR}, or ${ADMIN}`,
    next: 'Ask only for projects that trust this repository.',
  },
  permission_not_granted: {
    component: 'exchange',
    title: 'a permission that was asked for is not granted',
    owner: `${AUTHOR}, or ${ADMIN}`,
    next: 'Ask for fewer permissions, or give the reference to an administrator of the project, who can grant more.',
  },
  issuer_unavailable: {
    component: 'exchange',
    title: 'the exchange cannot get the keys of the issuer',
    owner: OPERATOR,
    next: 'Run the job again later. This is an outage, not a refusal.',
  },
  store_unavailable: {
    component: 'exchange',
    title: 'the exchange cannot use its database',
    owner: OPERATOR,
    next: 'Run the job again later. This is an outage, not a refusal.',
  },
  rate_limited: {
    component: 'exchange',
    title: 'too many exchanges',
    owner: NOBODY,
    next: 'Run the job again later; exchange once in a job, not once in a step.',
  },
  malformed_request: {
    component: 'exchange',
    title: 'the exchange does not understand the request',
    owner: `${OPERATOR}, or ours`,
    next: 'Bring the exchange and this action to versions that belong together.',
  },
  internal_error: {
    component: 'exchange',
    title: 'the exchange failed inside',
    owner: OPERATOR,
    next: "Run the job again later; the reference leads to the error in the exchange's log.",
  },
  build_token_required: {
    component: 'exchange',
    title: 'only a build token gets builder credentials',
    owner: AUTHOR,
    next: 'Exchange the ID token of the job, or the static token (RFC 8693), for a build token, and ask with that.',
  },
  builder_not_configured: {
    component: 'exchange',
    title: 'the project has no builder',
    owner: ADMIN,
    next: 'Say where the builder is (`dockpass builder set`), or leave `builder` out.',
  },
};
