import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../../support/stage.ts';
import { describeDumping } from './dumping-postgres.ts';
import {
  backUpUnderLoad,
  expectAtWork,
  expectNothingMissing,
  ready,
  UNLIMITED,
} from './under-load.ts';

describeDumping('a dump of PostgreSQL', (postgres) => {
  let stage: Stage;
  beforeEach(async () => {
    await createDatabase();
    const url = postgres().url('dockpass');
    stage = await openStage({ ...UNLIMITED, DOCKPASS_DATABASE: url });
  });
  afterEach(async () => {
    await stage.close();
    await dropDatabase();
  });

  const administration = () => `--maintenance-db=${postgres().url('postgres')}`;
  const createDatabase = () => postgres().run('createdb', administration(), 'dockpass');
  const dropDatabase = () => postgres().run('dropdb', '--force', administration(), 'dockpass');

  test('under load has everything that was answered before it', async () => {
    const dump = join(stage.exchange.folder, 'backup.dump');
    const database = `--dbname=${postgres().url('dockpass')}`;
    await ready(stage);
    const answered = await backUpUnderLoad(stage, () =>
      postgres().run('pg_dump', '--format=custom', `--file=${dump}`, database),
    );

    await stage.exchange.stop('SIGKILL');
    await dropDatabase();
    await createDatabase();
    await postgres().run(
      'pg_restore',
      '--exit-on-error',
      '--single-transaction',
      '--no-owner',
      database,
      dump,
    );
    await stage.exchange.start();
    await expectNothingMissing(stage, answered);
    await expectAtWork(stage);
  });

  test('is not what dockpass backup makes, which says what does', async () => {
    const { exitCode, stderr } = await stage.exchange.dockpass('backup', 'backup.db');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('pg_dump')]);
  });
});
