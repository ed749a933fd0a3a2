export const id = 486;
export const ids = [486];
export const modules = {

/***/ 486:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   successLine: () => (/* binding */ successLine),
/* harmony export */   successSummary: () => (/* binding */ successSummary)
/* harmony export */ });
function successLine(pass) {
    return `Dockpass: ${pass.source}`;
}
function successSummary(pass) {
    return `Dockpass: ${pass.source}`;
}


/***/ })

};
