// Stands in for oidc-utils.js of @actions/core: id-token.ts asks for ID tokens itself, because
// `getIDToken` gives 401, 403, 404, 429, 500 and resets a single try and hides their cause.
export const OidcClient = undefined;
