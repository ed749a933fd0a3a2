import { afterEach, expect, jest, test } from '@jest/globals';
import { Installation } from '../support/installation.ts';

// Each command is a process of its own, and the machine may be busy.
jest.setTimeout(120_000);

let installation: Installation | undefined;
afterEach(() => installation?.remove());

const ADVICE = /become the first one, or run: dockpass ([^"]+)"/g;

test('the log of a first start has the one command that makes the first admin; later it has not', async () => {
  installation = await Installation.prepare();
  await installation.start();
  const [[, command = ''] = [], ...more] = installation.log.matchAll(ADVICE);
  expect(more).toEqual([]);

  const made = await installation.dockpass(...command.split(' '));
  expect(made.exitCode).toBe(0);
  const me = await fetch(`${installation.url}/api/v1/whoami`, {
    headers: { authorization: `Bearer ${made.stdout.trimEnd()}` },
  });
  expect(me.status).toBe(200);
  expect(await me.json()).toMatchObject({ user: { email: 'you@example.com', operator: true } });

  await installation.stop();
  await installation.start();
  expect([...installation.log.matchAll(ADVICE)]).toHaveLength(1);
  expect(installation.log).not.toContain(made.stdout.slice(0, 12));
});

test('where every operator is disabled, the log has the command that lets one in again', async () => {
  installation = await Installation.prepare();
  await installation.dockpass('user', 'create', 'ada@example.com', '--operator');
  await installation.dockpass('user', 'disable', 'ada@example.com');
  await installation.start();
  const [, command = ''] = /let one in again: dockpass ([^"]+)"/.exec(installation.log) ?? [];
  expect(command).toBe('user enable ada@example.com');
  expect(installation.log).not.toMatch(ADVICE);
  await installation.dockpass(...command.split(' '));
  await installation.stop();
  await installation.start();
  expect(installation.log.match(/let one in again/g)).toHaveLength(1);
});
