import { execFile, spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { PROBLEM_CODES } from '../../../../src/exchange/http/statuses.ts';
import { headingsOf } from '../../../repository/markdown.ts';
import { serve } from '../../../support/loopback.ts';
import { servicesOfOneProcess } from '../../service.ts';
import { newUser } from './administration.ts';

const pageOf = (name: string) =>
  readFile(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');

test('docs/problems.md explains every code that a problem can have, once', async () => {
  const explained = headingsOf(await pageOf('problems.md')).flatMap(
    (heading) => /^`([a-z_]+)`$/.exec(heading)?.[1] ?? [],
  );
  expect(explained.toSorted()).toEqual(PROBLEM_CODES.toSorted());
});

/** One behind the other. */
const answersIn = (text: string) => text.split(/(?<=\})(?=\{)/).map((answer) => JSON.parse(answer));

const has = (program: string) => spawnSync(program, ['--version']).status === 0;
const withCurl = has('curl') && has('jq') ? describe : describe.skip;

withCurl('the example of docs/admin-api.md', () => {
  const start = servicesOfOneProcess();

  test('works as it is written', async () => {
    const api = await serve((_, response) => {
      const repository = { id: 260064829, full_name: 'acme/docs', owner: { id: 1342004 } };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(repository));
    });
    const service = await start({
      config: {
        rateLimits: { perAddress: 0, perRepository: 0 },
        repositoryLookup: { api: api.url },
      },
    });
    const token = await newUser(service.store, 'ada@example.com', { acme: 'admin' });
    await writeFile(join(service.folder, 'dockpass-token'), `${token}\n`);
    const blocks = [...(await pageOf('admin-api.md')).matchAll(/^```sh\n(.*?)^```$/gms)];
    const [
      setUp = '',
      whoami = '',
      create = '',
      trust = '',
      describe = '',
      rename = '',
      find = '',
    ] = blocks.map(([, commands = '']) => commands);
    expect(blocks).toHaveLength(7);
    const run = async (commands: string, env: Record<string, string> = {}) => {
      const { stdout } = await promisify(execFile)('sh', ['-euc', setUp + commands], {
        cwd: service.folder,
        env: { PATH: process.env.PATH, HOME: service.folder, DOCKPASS_URL: service.url, ...env },
      });
      return stdout;
    };

    const who = JSON.parse(await run(whoami));
    expect(who).toMatchObject({ organizations: [{ name: 'acme', role: 'admin' }] });
    const project = JSON.parse(await run(create, { ORGANIZATION: who.organizations[0].id }));
    expect(project.path).toBe('acme/docs');
    const inEnvironment = { PROJECT: project.id };
    const [created, tested] = answersIn(await run(trust, inEnvironment));
    expect(created).toMatchObject({ repository: 'acme/docs', refs: ['refs/heads/main'] });
    expect(tested).toMatchObject({ decision: 'refused', reason: 'condition_failed' });
    const [ids, described] = answersIn(await run(describe, inEnvironment));
    expect(ids).toMatchObject({ repository_id: '260064829', repository_owner_id: '1342004' });
    expect(described).toHaveProperty('sentence');
    await api.close();
    const renamed = JSON.parse(await run(rename, { PROJECT: project.id }));
    expect(renamed).toEqual({ ...project, name: 'pages', path: 'acme/pages' });
    const found = `${find}api "$DOCKPASS_URL/api/v1/projects/$PROJECT"`;
    expect(JSON.parse(await run(found))).toMatchObject({ path: 'acme/web' });
  });
});
