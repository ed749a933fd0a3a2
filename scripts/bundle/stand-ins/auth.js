// Stands in for @actions/http-client/lib/auth in the bundle: @actions/core needs it for
// `getIDToken` only, which is not called here; see docs/decisions/0001-small-bundle.md.
export class BearerCredentialHandler {
  constructor() {
    throw new Error('@actions/http-client/lib/auth is not part of this bundle');
  }
}
