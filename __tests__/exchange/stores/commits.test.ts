import { describe, expect, test } from '@jest/globals';
import { groupCommit } from '../../../src/exchange/stores/commits.ts';

/** A database whose commits end when the test says so; every write's outcome is itself. */
function slowDatabase(inFlight?: number) {
  const batches: string[][] = [];
  const running: PromiseWithResolvers<void>[] = [];
  const { submit, idle } = groupCommit<string, string>(async (batch) => {
    batches.push([...batch]);
    const commit = Promise.withResolvers<void>();
    running.push(commit);
    await commit.promise;
    return batch.map((write) =>
      write.startsWith('bad')
        ? { status: 'rejected', reason: new Error(`${write} refused`) }
        : { status: 'fulfilled', value: write },
    );
  }, inFlight);
  const next = async () => {
    while (running.length === 0) await new Promise(setImmediate);
    return running.shift();
  };
  return {
    submit,
    idle,
    batches,
    finishCommit: async () => (await next())?.resolve(),
    failCommit: async (error: Error) => (await next())?.reject(error),
  };
}

const settled = async (promise: Promise<unknown>) => {
  const pending = Symbol('pending');
  await new Promise(setImmediate);
  return (await Promise.race([promise.catch(() => {}), Promise.resolve(pending)])) !== pending;
};

describe('group commit', () => {
  test('nothing resolves before its commit is done', async () => {
    const { submit, finishCommit } = slowDatabase();
    const write = submit('a');
    expect(await settled(write)).toBe(false);
    await finishCommit();
    expect(await write).toBe('a');
  });

  test('whatever arrives while a commit runs shares the next one', async () => {
    const { submit, batches, finishCommit } = slowDatabase();
    const first = submit('a');
    await new Promise(setImmediate);
    const rest = ['b', 'c', 'd'].map(submit);
    await finishCommit();
    await first;
    await finishCommit();
    expect(await Promise.all(rest)).toEqual(['b', 'c', 'd']);
    expect(batches).toEqual([['a'], ['b', 'c', 'd']]);
  });

  test('each write has its own outcome', async () => {
    const { submit, finishCommit } = slowDatabase();
    const writes = Promise.allSettled(['a', 'bad', 'c'].map(submit));
    await finishCommit();
    expect(await writes).toEqual([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: new Error('bad refused') },
      { status: 'fulfilled', value: 'c' },
    ]);
  });

  test('a commit that fails rejects everything in it, and only that', async () => {
    const { submit, failCommit, finishCommit } = slowDatabase();
    const doomed = Promise.allSettled([submit('a')]);
    await new Promise(setImmediate);
    const later = submit('b');
    await failCommit(new Error('disk full'));
    expect(await doomed).toEqual([{ status: 'rejected', reason: new Error('disk full') }]);
    await finishCommit();
    expect(await later).toBe('b');
  });

  test('a batch has a limit, and nothing beyond it is lost', async () => {
    const { submit, batches, finishCommit } = slowDatabase();
    const names = Array.from({ length: 600 }, (_, index) => `write ${index}`);
    const writes = Promise.all(names.map(submit));
    for (let commits = 0; commits < 3; commits++) await finishCommit();
    expect(await writes).toEqual(names);
    expect(batches.map((batch) => batch.length)).toEqual([256, 256, 88]);
  });

  test.each(Array.from({ length: 12 }, (_, ticks) => ticks))(
    'what is submitted %i ticks after a commit is committed',
    async (ticks) => {
      const { submit, finishCommit } = slowDatabase();
      const first = submit('a');
      await finishCommit();
      await first;
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
      const second = submit('b');
      await finishCommit();
      expect(await second).toBe('b');
    },
  );

  test('two commits run at a time, where the database allows it, and no third', async () => {
    const { submit, idle, batches, finishCommit } = slowDatabase(2);
    const writes = [submit('a')];
    await new Promise(setImmediate);
    writes.push(submit('b'));
    await new Promise(setImmediate);
    writes.push(submit('c'), submit('d'));
    await new Promise(setImmediate);
    expect(batches).toEqual([['a'], ['b']]);
    for (let commits = 0; commits < 3; commits++) await finishCommit();
    await idle();
    expect(await Promise.all(writes)).toEqual(['a', 'b', 'c', 'd']);
    expect(batches).toEqual([['a'], ['b'], ['c', 'd']]);
  });

  test('idle waits for everything submitted, and for nothing if there is nothing', async () => {
    const { submit, idle, finishCommit } = slowDatabase();
    await idle();
    void submit('a');
    const waiting = idle();
    expect(await settled(waiting)).toBe(false);
    await finishCommit();
    await waiting;
  });
});
