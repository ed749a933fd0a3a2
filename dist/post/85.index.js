export const id = 85;
export const ids = [85];
export const modules = {

/***/ 977:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ NetworkFault),
/* harmony export */   K: () => (/* binding */ faultOf)
/* harmony export */ });
class NetworkFault extends Error {
    name = 'NetworkFault';
    kind;
    constructor(kind, seen, cause) {
        super(seen, { cause });
        this.kind = kind;
    }
}
/** How people say what Node's error codes mean. */
const SEEN = {
    ENOTFOUND: 'the host name does not resolve (DNS answered ENOTFOUND)',
    EAI_AGAIN: 'the DNS server did not answer (EAI_AGAIN)',
    ECONNREFUSED: 'the connection was refused (ECONNREFUSED): nothing listens there',
    ECONNRESET: 'the connection was reset before an answer came (ECONNRESET)',
    EPIPE: 'the connection was closed while the request was being sent (EPIPE)',
    ETIMEDOUT: 'the connection could not be established in time (ETIMEDOUT)',
    EHOSTUNREACH: 'there is no route to the host (EHOSTUNREACH)',
    ENETUNREACH: 'there is no route to the network (ENETUNREACH)',
};
/** OpenSSL's verdicts on a certificate; none of them passes by trying again. */
const UNTRUSTED = /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH)/;
function faultOf(error) {
    if (error instanceof NetworkFault)
        return error;
    const { code, message } = describe(error);
    // The tunnel through a proxy reports everything as ECONNRESET; its message tells more.
    if (message.startsWith('tunneling socket could not be established'))
        return new NetworkFault('unreachable', `the proxy opened no tunnel (${message})`, error);
    if (UNTRUSTED.test(code))
        return new NetworkFault('untrusted', `its certificate was not accepted (${code})`, error);
    return new NetworkFault('unreachable', SEEN[code] ?? `${message} (${code})`, error);
}
function describe(error) {
    if (!(error instanceof Error))
        return { code: 'unknown', message: String(error) };
    const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
    return { code, message: error.message };
}


/***/ }),

/***/ 85:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  revoke: () => (/* binding */ revoke),
  revokeToken: () => (/* binding */ revokeToken)
});

;// CONCATENATED MODULE: ../../lib/protocol/token-exchange.js
/** The exchange on the wire: RFC 8693 (OAuth 2.0 Token Exchange) with a few members of ours. */
const TOKEN_EXCHANGE_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
/** Token type identifiers, RFC 8693 section 3. */
const TOKEN_TYPE = {
    idToken: 'urn:ietf:params:oauth:token-type:id_token',
    jwt: 'urn:ietf:params:oauth:token-type:jwt',
    accessToken: 'urn:ietf:params:oauth:token-type:access_token',
};
/** Paths below the installation's base URL. */
const PATHS = {
    token: '/oauth/token',
    revoke: '/oauth/revoke',
    introspect: '/oauth/introspect',
    depotExchange: '/auth/oidc/github-actions',
    metadata: '/.well-known/oauth-authorization-server',
    jwks: '/.well-known/jwks.json',
};
/** User name beside any of our tokens wherever a client wants a pair, as Docker does. */
const TOKEN_USERNAME = 'x-token';

// EXTERNAL MODULE: ../../lib/action/network-fault.js
var network_fault = __webpack_require__(977);
;// CONCATENATED MODULE: ../../lib/action/retry.js
/** Network faults, 408, 429, 5xx. */
const TRANSIENT = { tries: 8, base: 500, cap: 8_000 };
/**
 * GitHub refuses ID tokens until the job is marked as started, which can lag behind its first
 * steps by a second or two. A refusal that stays is final.
 */
const GRACE = { tries: 3, base: 2_000, cap: 4_000 };
/**
 * Milliseconds until the next try, or undefined if there should be none. Full jitter: a thousand
 * jobs that failed together must not come back together.
 */
function pauseBefore(retry, triesSoFar, random) {
    if (triesSoFar >= retry.tries)
        return undefined;
    const ceiling = Math.min(retry.cap, retry.base * 2 ** (triesSoFar - 1));
    return (retry.after ?? 0) + random() * ceiling;
}
/** Milliseconds in a `Retry-After` of either form, RFC 9110 section 10.2.3; undefined if unusable. */
function parseRetryAfter(header, now) {
    if (header === undefined)
        return undefined;
    if (/^\s*[0-9]{1,9}\s*$/.test(header))
        return Number(header) * 1000;
    const date = Date.parse(header);
    return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

// EXTERNAL MODULE: ../../lib/action/state.js
var action_state = __webpack_require__(227);
;// CONCATENATED MODULE: ../../lib/action/revoke.js




const RETRY = { tries: 3, base: 500, cap: 1_000 };
const TRY_LIMIT = 2_000;
/** The story of post: take back what main left behind, and fail nothing by it. */
async function revoke(runner) {
    try {
        const state = (0,action_state/* parseState */.Bu)(runner.state());
        if (state.variable)
            forgetVariable(runner, state.variable);
        if (state.revoke)
            await revokeToken(runner, state.revoke);
    }
    catch (error) {
        runner.warn('Dockpass: cleaning up failed', String(error));
    }
    return 0;
}
/** A variable that another step has set since then is that step's. */
function forgetVariable(runner, { name, sha256: ours }) {
    const value = runner.env(name);
    if (value !== undefined && (0,action_state/* sha256 */.sc)(value) === ours)
        runner.exportVariable(name, '');
}
/** RFC 7009: 200 also for a token that has expired or was never known. */
async function revokeToken(runner, { url, token }) {
    for (let tries = 1;; tries += 1) {
        const seen = await tryToRevoke(runner, url, token);
        if (seen === undefined)
            return runner.info('Dockpass: the build token is revoked.');
        const pause = pauseBefore(RETRY, tries, runner.random);
        if (pause === undefined || runner.cutOff.aborted)
            return warn(runner, seen);
        await runner.pause(pause, runner.cutOff);
    }
}
/** What went wrong, undefined if nothing. */
async function tryToRevoke(runner, url, token) {
    const limits = { within: TRY_LIMIT, unless: new AbortController().signal };
    try {
        const answer = await runner.send({
            method: 'POST',
            url: url + PATHS.revoke,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams({ token }).toString(),
        }, limits);
        return answer.status === 200 ? undefined : `the exchange answered HTTP ${answer.status}`;
    }
    catch (error) {
        if (error instanceof network_fault/* NetworkFault */.H)
            return error.message;
        throw error;
    }
}
function warn(runner, seen) {
    runner.warn('Dockpass: the build token was not revoked', `${seen}. The token ends by itself when its lifetime is over.`);
}


/***/ }),

/***/ 227:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bu: () => (/* binding */ parseState),
/* harmony export */   sc: () => (/* binding */ sha256),
/* harmony export */   sf: () => (/* binding */ STATE_NAME)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(598);

/** post.ts looks for it as `STATE_dockpass`, the form in which the runner hands state over. */
const STATE_NAME = 'dockpass';
function parseState(text) {
    return JSON.parse(text);
}
function sha256(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex');
}


/***/ })

};
