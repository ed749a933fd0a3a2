export const id = 373;
export const ids = [373];
export const modules = {

/***/ 373:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   explain: () => (/* binding */ explain)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32);

async function explain(runner, error) {
    const failure = error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H ? error : new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H('unexpected_error', String(error));
    runner.fail(`Dockpass: ${failure.code}`, failure.message);
    runner.output('authenticated', 'false');
    runner.output('source', 'none');
    runner.output('error-code', failure.code);
    if (failure.details.reference)
        runner.output('reference', failure.details.reference);
    return 1;
}


/***/ })

};
