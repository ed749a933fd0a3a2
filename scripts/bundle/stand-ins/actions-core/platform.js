// Stands in for platform.js of @actions/core, which brings @actions/exec along.
export {};
