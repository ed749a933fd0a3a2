export const id = 658;
export const ids = [658];
export const modules = {

/***/ 658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   revokeToken: () => (/* binding */ revokeToken)
/* harmony export */ });
/* unused harmony export revoke */
/* harmony import */ var _protocol_token_exchange_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(543);
/* harmony import */ var _network_fault_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(977);
/* harmony import */ var _retry_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(560);
/* harmony import */ var _state_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(744);




const RETRY = { tries: 3, base: 500, cap: 1_000 };
const TRY_LIMIT = 2_000;
/** The story of post: take back what main left behind, and fail nothing by it. */
async function revoke(runner) {
    try {
        const state = parseState(runner.state());
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
    if (value !== undefined && sha256(value) === ours)
        runner.exportVariable(name, '');
}
/** RFC 7009: 200 also for a token that has expired or was never known. */
async function revokeToken(runner, { url, token }) {
    for (let tries = 1;; tries += 1) {
        const seen = await tryToRevoke(runner, url, token);
        if (seen === undefined)
            return runner.info('Dockpass: the build token is revoked.');
        const pause = (0,_retry_js__WEBPACK_IMPORTED_MODULE_2__/* .pauseBefore */ .GB)(RETRY, tries, runner.random);
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
            url: url + _protocol_token_exchange_js__WEBPACK_IMPORTED_MODULE_0__/* .PATHS */ .R7.revoke,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams({ token }).toString(),
        }, limits);
        return answer.status === 200 ? undefined : `the exchange answered HTTP ${answer.status}`;
    }
    catch (error) {
        if (error instanceof _network_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .NetworkFault */ .H)
            return error.message;
        throw error;
    }
}
function warn(runner, seen) {
    runner.warn('Dockpass: the build token was not revoked', `${seen}. The token ends by itself when its lifetime is over.`);
}


/***/ })

};
