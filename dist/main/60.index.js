export const id = 60;
export const ids = [60];
export const modules = {

/***/ 60:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   whyUnavailable: () => (/* binding */ whyUnavailable)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32);

const OWN_PERMISSION = `permissions:
  id-token: write # lets this job ask GitHub for an ID token
  contents: read`;
const CALLER_PERMISSION = `jobs:
  build:
    permissions:
      id-token: write # a called workflow never has more than its caller gives it
      contents: read
    uses: OWNER/REPOSITORY/.github/workflows/WORKFLOW.yml@REF`;
const SKIP = `with:
  on-unavailable: skip # the output authenticated is then 'false'`;
/** Why GitHub gave this job no way to ask for an ID token, with the YAML that mends it. */
function whyUnavailable(runner) {
    const event = new PullRequestEvent(runner.event());
    if (isForkEvent(runner.env('GITHUB_EVENT_NAME')) && event.isFromFork())
        return fork(event);
    if (runner.env('GITHUB_ACTOR') === 'dependabot[bot]')
        return dependabot();
    const own = runner.input('job-workflow-ref');
    const caller = runner.env('GITHUB_WORKFLOW_REF');
    if (isWorkflowRef(own) && caller && own !== caller)
        return reusableWorkflow(own, caller);
    return permissionMissing(isWorkflowRef(own));
}
/** `pull_request_target` runs with the base repository's identity, forks or not. */
function isForkEvent(name) {
    return name?.startsWith('pull_request') === true && name !== 'pull_request_target';
}
/** `OWNER/REPOSITORY/PATH@REF`; a host that does not know `job.workflow_ref` leaves it empty. */
function isWorkflowRef(text) {
    return /^[^/\s]+\/[^/\s]+\/[^\s@]+@\S+$/.test(text);
}
/** The few members of a pull request's webhook payload that tell a fork. */
class PullRequestEvent {
    #pullRequest;
    constructor(payload) {
        this.#pullRequest = payload?.pull_request;
    }
    /** A head repository that has been deleted was a fork: the base repository is still here. */
    isFromFork() {
        return this.#pullRequest !== undefined && this.head() !== this.#repository('base');
    }
    head() {
        return this.#repository('head');
    }
    #repository(side) {
        return this.#pullRequest?.[side]?.repo?.full_name;
    }
}
function fork(event) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H('id_token_fork_pull_request', `This pull request comes from a fork (${event.head() ?? 'deleted since'}). GitHub gives no ID tokens to workflows of forks, whatever their permissions say, so that a stranger's change cannot act as this repository.`, { paste: SKIP });
}
function dependabot() {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H('id_token_dependabot', 'Dependabot started this run. GitHub gives its runs read-only permissions unless the job names what it needs, and this job has no ID token.', { paste: `${OWN_PERMISSION}\n\n# or let the step pass without a token:\n${SKIP}` });
}
function reusableWorkflow(own, caller) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H('id_token_reusable_workflow', `This job belongs to the reusable workflow ${own}, which was called by ${caller} without the permission \`id-token: write\`. The called workflow cannot give itself more than its caller has.`, { paste: CALLER_PERMISSION });
}
function permissionMissing(knowsWorkflow) {
    const seen = 'This job lacks the permission `id-token: write`, so GitHub gives it no ID tokens.';
    const both = `${OWN_PERMISSION}\n\n# if this workflow is called by another one, there as well:\n${CALLER_PERMISSION}`;
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H('id_token_permission_missing', seen, {
        paste: knowsWorkflow ? OWN_PERMISSION : both,
    });
}


/***/ })

};
