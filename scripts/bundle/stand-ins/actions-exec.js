// Stands in for @actions/exec in the bundle: @actions/core needs it for `platform.getDetails` only,
// which nothing here calls.
export function getExecOutput() {
  throw new Error('@actions/exec is not part of this bundle');
}
