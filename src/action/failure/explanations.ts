import type { OwnCode } from './error-codes.ts';

/** Where it went wrong. */
export type Component =
  | 'runner'
  | 'inputs'
  | 'GitHub'
  | 'CI system'
  | 'network'
  | 'exchange'
  | 'Docker'
  | 'builder'
  | 'action';

export interface Explanation {
  component: Component;
  /** Ends the sentence "Dockpass: …". */
  title: string;
  owner: string;
  /** The one thing to do next. */
  next: string;
}

/** Who can fix it. */
export const AUTHOR = "the workflow's author";
export const ADMIN = 'an administrator of the project in Dockpass';
export const OPERATOR = 'whoever operates the exchange';
const BUILDER_OPERATOR = 'whoever operates the builder';
const NETWORK = "whoever runs the runner's network";
/** What to do next about a certificate that is not trusted. */
export const TRUST_AUTHORITY =
  'If a private authority signed it, set NODE_EXTRA_CA_CERTS to its certificate on the runner; never switch verification off.';
export const NOBODY = "nobody's yet";

/** Of the causes that the action itself finds; docs/refusals.md says the same at length. */
export const OWN_EXPLANATIONS: Readonly<Record<OwnCode, Explanation>> = {
  node_too_old: {
    component: 'runner',
    title: 'this runner starts the action with a Node that is too old',
    owner: 'whoever set up the runner',
    next: 'Use an image or a runner with Node 24: `container: node:24` for a job of Forgejo or Gitea, `-P ubuntu-latest=node:24` for act, the latest version of a runner of GitHub.',
  },
  inputs_invalid: {
    component: 'inputs',
    title: 'the inputs are wrong',
    owner: AUTHOR,
    next: 'Correct the inputs named above; nothing has been asked for yet.',
  },
  id_token_permission_missing: {
    component: 'GitHub',
    title: 'the job may not ask for an ID token',
    owner: AUTHOR,
    next: 'Give the job the permission.',
  },
  id_token_fork_pull_request: {
    component: 'GitHub',
    title: 'no ID tokens for pull requests from forks',
    owner: AUTHOR,
    next: 'Let the step pass without a token on such runs, and build without pushing.',
  },
  id_token_dependabot: {
    component: 'GitHub',
    title: 'no ID token for this Dependabot run',
    owner: AUTHOR,
    next: 'Name the permission on the job, or let the step pass without a token.',
  },
  id_token_reusable_workflow: {
    component: 'GitHub',
    title: 'the calling workflow lacks the permission for ID tokens',
    owner: "the calling workflow's author",
    next: 'Give the permission in the calling workflow, on the job that has `uses:`.',
  },
  id_token_not_offered: {
    component: 'CI system',
    title: 'the CI system gives this job no ID token',
    owner: AUTHOR,
    next: 'Set up what that system needs, or let the step pass without a token.',
  },
  fallback_token_missing: {
    component: 'inputs',
    title: 'no ID token, and no fallback token either',
    owner: AUTHOR,
    next: 'Set `fallback-token` from a secret that such runs can read (forks can read none, Dependabot only its own), or use `on-unavailable: skip`.',
  },
  id_token_refused: {
    component: 'GitHub',
    title: 'GitHub refused to sign an ID token',
    owner: 'GitHub, or the administrators of the organization',
    next: 'Run the job again; if it stays, see the status of GitHub Actions.',
  },
  id_token_unavailable: {
    component: 'GitHub',
    title: "GitHub's ID token service gave no ID token",
    owner: `GitHub, or ${NETWORK}`,
    next: 'Run the job again; if it stays, see the status of GitHub Actions.',
  },
  proxy_invalid: {
    component: 'network',
    title: "a proxy setting of the runner can't be used",
    owner: NETWORK,
    next: 'Correct the variable, or list the host in NO_PROXY if it needs no proxy.',
  },
  proxy_unreachable: {
    component: 'network',
    title: "the runner's proxy can't be reached",
    owner: NETWORK,
    next: 'Check that the proxy runs, and the variable that names it.',
  },
  proxy_refused: {
    component: 'network',
    title: "the runner's proxy refuses the connection",
    owner: NETWORK,
    next: 'Check the user name and password in the variable named above, and that the proxy allows this host; or list the host in NO_PROXY.',
  },
  exchange_unreachable: {
    component: 'network',
    title: 'the exchange cannot be reached',
    owner: `${OPERATOR}, or ${NETWORK}`,
    next: 'Check `exchange-url`, and that the exchange can be reached from this runner.',
  },
  exchange_certificate_untrusted: {
    component: 'network',
    title: "the exchange's certificate is not trusted",
    owner: `${OPERATOR}, or ${NETWORK}`,
    next: TRUST_AUTHORITY,
  },
  exchange_timeout: {
    component: 'network',
    title: 'the exchange did not answer in time',
    owner: `${OPERATOR}, or ${NETWORK}`,
    next: 'Run the job again; if it stays, ask whoever operates the exchange.',
  },
  exchange_redirected: {
    component: 'exchange',
    title: 'the exchange redirected',
    owner: AUTHOR,
    next: 'Set `exchange-url` to the final address; an ID token is never sent on.',
  },
  exchange_answer_truncated: {
    component: 'network',
    title: "the exchange's answer broke off",
    owner: `${OPERATOR}, or ${NETWORK}`,
    next: 'Run the job again; if it stays, look for a proxy that cuts connections.',
  },
  exchange_answer_too_large: {
    component: 'exchange',
    title: "the exchange's answer is too large",
    owner: AUTHOR,
    next: 'Check that `exchange-url` is the address of an exchange.',
  },
  exchange_answer_invalid: {
    component: 'exchange',
    title: "the exchange's answer is not one",
    owner: `${AUTHOR}, or ${OPERATOR}`,
    next: 'Check that `exchange-url` is the address of an exchange, and `protocol` the one that it speaks.',
  },
  exchange_unavailable: {
    component: 'exchange',
    title: 'the exchange is out of order',
    owner: OPERATOR,
    next: 'Run the job again later. This is an outage, not a refusal.',
  },
  exchange_refused: {
    component: 'exchange',
    title: 'the exchange refused',
    owner: ADMIN,
    next: 'Ask with what the exchange said above.',
  },
  docker_not_ready: {
    component: 'Docker',
    title: 'Docker could not be made ready for the registry',
    owner: `${AUTHOR}, or whoever set up the runner`,
    next: "Repair what is named above, or leave out `registry` and log in with docker/login-action and this step's outputs.",
  },
  builder_not_ready: {
    component: 'builder',
    title: 'the builder credentials could not be left for later steps',
    owner: 'whoever set up the runner',
    next: 'Repair what is named above, or leave out `builder`.',
  },
  builder_credentials_unavailable: {
    component: 'builder',
    title: 'the exchange gave no builder credentials',
    owner: `${OPERATOR}, or ${NETWORK}`,
    next: 'Run the job again later. This is an outage, not a refusal: the same exchange had issued the build token.',
  },
  builder_unreachable: {
    component: 'builder',
    title: 'the builder cannot be reached',
    owner: `${BUILDER_OPERATOR}, or ${NETWORK}`,
    next: "Check that the builder runs, that this runner may connect to it directly (buildx uses no proxy), and the endpoint in the project's builder settings.",
  },
  builder_certificate_untrusted: {
    component: 'builder',
    title: "the builder's certificate is not trusted",
    owner: `${BUILDER_OPERATOR}, or ${ADMIN}`,
    next: "Renew the builder's certificate, or set `server_ca` in the project's builder settings to the authority that signed it.",
  },
  builder_name_mismatch: {
    component: 'builder',
    title: "the builder's certificate is made out to another name",
    owner: `${BUILDER_OPERATOR}, or ${ADMIN}`,
    next: "Set `server_name` in the project's builder settings to a name that the certificate has, or give the builder a certificate with that name.",
  },
  builder_refused_certificate: {
    component: 'builder',
    title: "the builder does not accept this job's certificate",
    owner: BUILDER_OPERATOR,
    next: "Start buildkitd with the project's builder authorities as `--tlscacert` (`dockpass builder ca` prints them), and check the time of its machine.",
  },
  builder_not_http2: {
    component: 'builder',
    title: 'what answers in place of the builder is no BuildKit behind TLS',
    owner: `${BUILDER_OPERATOR}, or ${ADMIN}`,
    next: "Check the endpoint in the project's builder settings, that buildkitd has `--tlscert` and `--tlskey`, and that a proxy in front of it passes TLS through.",
  },
  unexpected_error: {
    component: 'action',
    title: 'an error that should not happen',
    owner: "the runner's, or ours",
    next: 'If the text above does not help, report it with the log of this step.',
  },
};
