// Stands in for summary.js of @actions/core, which loads fs.promises, and with that readline, as
// soon as it is imported: a tenth of a cold start. runner.ts appends to the summary's file itself.
export const summary = undefined;
export const markdownSummary = undefined;
