// Stands in for undici in the bundle: loading the real one is a third of a cold start, and
// @actions/http-client needs it for `getAgentDispatcher` only, which nothing here calls.
export class ProxyAgent {
  constructor() {
    throw new Error('undici is not part of this bundle');
  }
}
