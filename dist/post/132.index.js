export const id = 132;
export const ids = [132];
export const modules = {

/***/ 652:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

// Stands in for tunnel in the bundle: the real one is evaluated when a proxy is used, not before.
const tunnel = () => __webpack_require__(862);

exports.xj = (options) => tunnel().httpOverHttp(options);
exports.I9 = (options) => tunnel().httpsOverHttp(options);
exports.aQ = (options) => tunnel().httpOverHttps(options);
exports.vX = (options) => tunnel().httpsOverHttps(options);


/***/ }),

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

/***/ 626:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runStep: () => (/* binding */ runStep)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(500);
// EXTERNAL MODULE: ../../node_modules/@actions/core/lib/core.js + 8 modules
var core = __webpack_require__(806);
// EXTERNAL MODULE: ../../node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __webpack_require__(66);
// EXTERNAL MODULE: ../../lib/action/network-fault.js
var network_fault = __webpack_require__(977);
;// CONCATENATED MODULE: ../../lib/action/exchange-client.js


/** A token answer has about 1 kB; whatever is much larger is not from an exchange. */
const MAX_ANSWER_BYTES = 256 * 1024;
/**
 * The network. Redirects stay off: HttpClient would send the POST body, and with it the ID token,
 * to whatever host a 307 names.
 */
const send = async (request, { within, unless }) => {
    const signal = AbortSignal.any([unless, AbortSignal.timeout(within)]);
    try {
        const client = new lib/* HttpClient */.Qq('dockpass-action', [abortWith(signal)], {
            allowRedirects: false,
            allowRetries: false,
        });
        const { method, url, headers, body = '' } = request;
        const sent = method === 'GET' ? client.get(url, headers) : client.post(url, body, headers);
        const { message } = await sent;
        return { status: message.statusCode ?? 0, headers: message.headers, body: await read(message) };
    }
    catch (error) {
        if (unless.aborted)
            throw unless.reason;
        throw signal.aborted ? tooSlow(within) : (0,network_fault/* faultOf */.K)(error);
    }
};
/** HttpClient takes no signal; its request handlers may set options of node:http, which does. */
function abortWith(signal) {
    return {
        prepareRequest: (options) => {
            options.signal = signal;
        },
        canHandleAuthentication: () => false,
        handleAuthentication: () => Promise.reject(new Error('no authentication is handled')),
    };
}
/** The iterator throws when the peer closes early; HttpClient's own `readBody` would never settle. */
async function read(message) {
    const chunks = [];
    let size = 0;
    try {
        for await (const chunk of message) {
            size += chunk.length;
            if (size > MAX_ANSWER_BYTES)
                throw tooLarge();
            chunks.push(chunk);
        }
    }
    catch (error) {
        throw error instanceof network_fault/* NetworkFault */.H ? error : truncated(size, error);
    }
    return Buffer.concat(chunks).toString('utf8');
}
function tooSlow(within) {
    return new network_fault/* NetworkFault */.H('timeout', `no complete answer came within ${within / 1000} s`);
}
function tooLarge() {
    return new network_fault/* NetworkFault */.H('too_large', `the answer is larger than ${MAX_ANSWER_BYTES / 1024} KiB`);
}
function truncated(size, cause) {
    const seen = `the connection was closed after ${size} bytes, in the middle of the answer`;
    return new network_fault/* NetworkFault */.H('truncated', seen, cause);
}

// EXTERNAL MODULE: ../../lib/action/state.js
var state = __webpack_require__(227);
;// CONCATENATED MODULE: ../../lib/action/runner.js





/**
 * The runner sends SIGINT when a job is cancelled, SIGTERM 7.5 s and SIGKILL 10 s after it. An
 * exchange in flight gets this long, so that a token that it still issues can be revoked.
 */
const CUT_OFF_AFTER = 3_000;
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };
/** Runs one of the programs as a step and ends the process with the code that it returns. */
async function runStep(program) {
    // Should anything ever leave a promise unsettled, Node would end the process by itself with this
    // code; its own default is 0, a step that is green without a token.
    process.exitCode = 1;
    const { cancelled, cutOff } = listenForCancellation();
    const code = await program(createRunner(cancelled, cutOff));
    // Sockets of abandoned tries must not hold the step open.
    await new Promise((resolve) => process.stdout.write('', resolve));
    process.exit(cancelled.aborted ? EXIT_CODES[cancelled.reason] : code);
}
function listenForCancellation() {
    const cancelled = new AbortController();
    const cutOff = new AbortController();
    for (const name of Object.keys(EXIT_CODES)) {
        process.on(name, () => {
            if (cancelled.signal.aborted)
                return;
            cancelled.abort(name);
            setTimeout(() => cutOff.abort(name), CUT_OFF_AFTER).unref();
        });
    }
    return { cancelled: cancelled.signal, cutOff: cutOff.signal };
}
function createRunner(cancelled, cutOff) {
    return {
        input: (name) => core/* getInput */.V4(name),
        env: (name) => process.env[name],
        event: readEvent,
        state: () => core/* getState */.Gu(state/* STATE_NAME */.sf),
        now: () => Date.now(),
        elapsed: () => performance.now(),
        random: () => Math.random(),
        pause: (milliseconds, signal) => (0,promises_.setTimeout)(milliseconds, undefined, { signal }),
        send: send,
        cancelled,
        cutOff,
        mask: (secret) => core/* setSecret */.Pq(secret),
        saveState: (value) => core/* saveState */.LZ(state/* STATE_NAME */.sf, value),
        output: (name, value) => core/* setOutput */.uH(name, value),
        exportVariable: (name, value) => core/* exportVariable */.dN(name, value),
        info: (text) => core/* info */.pq(text),
        warn: (title, text) => core/* warning */.$e(text, { title }),
        fail: (title, text) => core/* error */.z3(text, { title }),
        summarize,
    };
}
function readEvent() {
    const path = process.env.GITHUB_EVENT_PATH;
    if (!path)
        return undefined;
    try {
        return JSON.parse((0,external_node_fs_.readFileSync)(path, 'utf8'));
    }
    catch {
        return undefined;
    }
}
/** A summary is a courtesy: a host without job summaries must not fail the step. */
async function summarize(markup) {
    try {
        await core/* summary */.z.addRaw(markup, true).write();
    }
    catch (error) {
        core/* info */.pq(`No job summary was written: ${error instanceof Error ? error.message : error}`);
    }
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


/***/ }),

/***/ 786:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ ProxyAgent)
/* harmony export */ });
// Stands in for undici in the bundle: loading the real one is a third of a cold start, and
// @actions/http-client needs it for `getAgentDispatcher` only, which nothing here calls.
class ProxyAgent {
  constructor() {
    throw new Error('undici is not part of this bundle');
  }
}


/***/ })

};
