/** Where on the job's road to its token, and to what comes with it, it went wrong. */
export type Hop =
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
  hop: Hop;
  /** Ends the sentence "Dockpass: …". */
  title: string;
  whose: string;
  /** The one thing to do next. */
  next: string;
}

/** Whose move it can be. */
export const AUTHOR = "the workflow's author";
export const ADMIN = 'an administrator of the project in Dockpass';
export const OPERATOR = 'whoever operates the exchange';
export const BUILDER_OPERATOR = 'whoever operates the builder';
export const NETWORK = "whoever runs the runner's network";
/** What to do about a certificate that is not trusted. */
export const TRUST_AUTHORITY =
  'If a private authority signed it, set NODE_EXTRA_CA_CERTS to its certificate on the runner; never switch verification off.';
export const NOBODY = "nobody's yet";
