import { Failure } from './failure.ts';
import type { Runner } from './runner.ts';

export async function explain(runner: Runner, error: unknown): Promise<number> {
  const failure = error instanceof Failure ? error : new Failure('unexpected_error', String(error));
  runner.fail(`Dockpass: ${failure.code}`, failure.message);
  runner.output('authenticated', 'false');
  runner.output('source', 'none');
  runner.output('error-code', failure.code);
  if (failure.details.reference) runner.output('reference', failure.details.reference);
  return 1;
}
