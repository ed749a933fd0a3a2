// The program behind `docker-credential-dockpass`: helper-program.ts has the line that starts it.
import { writeSync } from 'node:fs';
import { answer, failed, type HelperContext } from './docker/credential-helper.ts';
import { nodeFault } from './system/node-version.ts';
import { readAtMost } from './system/regular-file.ts';

/** `docker login` hands a login over, which may hold a long token. */
const MAX_INPUT_BYTES = 1024 * 1024;

const [, , root = '', verb = ''] = process.argv;
const context: HelperContext = {
  root,
  input: () => readAtMost(0, MAX_INPUT_BYTES),
  now: () => Date.now(),
  log: (line) => writeSync(2, `${line}\n`),
  // Most answers need neither network nor patience: load them for those that do.
  renew: async (step) => {
    const { renewInProcess } = await import(
      /* webpackChunkName: "renew" */ './docker/helper-process.ts'
    );
    return renewInProcess(step);
  },
};
const fault = nodeFault(process.versions.node);
const { exitCode, stdout } = fault ? failed(context, fault) : await answer(context, verb);
if (stdout) writeSync(1, `${stdout}\n`);
// Not even a socket of an abandoned try keeps Docker waiting.
process.exit(exitCode);
