import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { COMPILED } from '../../support/compiled.ts';

/** Exit codes of so many processes that open the same database at the same time, and close it. */
export async function openAtOnce(database: string, processes: number): Promise<unknown[]> {
  const program = join(import.meta.dirname, 'processes', 'open-store.ts');
  const children = Array.from({ length: processes }, () =>
    fork(program, [database], { execArgv: [], env: COMPILED }),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  for (const child of children) child.send('open');
  return await Promise.all(
    children.map(async (child) => {
      const [code] = await once(child, 'exit');
      return code;
    }),
  );
}
