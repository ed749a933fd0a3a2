/** docs/api.md: its commands for builder credentials are run. */

import { execFile, spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { SERVER_CA } from '../builders/builder.ts';
import { addBuilder } from '../builders/job.ts';
import { servicesOfOneProcess } from '../service.ts';

const start = servicesOfOneProcess();

const succeeds = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

const hasPrograms =
  succeeds('curl', '--version') && succeeds('jq', '--version') && succeeds('openssl', 'version');

/** The only block of commands below this heading of docs/api.md. */
async function commandsBelow(heading: string): Promise<string> {
  const page = await readFile(new URL('../../../docs/api.md', import.meta.url), 'utf8');
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const blocks = [...own.matchAll(/^```sh\n(.*?)^```$/gms)];
  expect(blocks).toHaveLength(1);
  return blocks[0]?.[1] ?? '';
}

(hasPrograms ? describe : describe.skip)('the commands of docs/api.md', () => {
  test('get a certificate for a key that stays in a file for its owner alone', async () => {
    const service = await start();
    await addBuilder(service.store);
    const file = (name: string) => join(service.folder, name);
    await writeFile(file('token'), `${await service.buildToken()}\n`);
    await promisify(execFile)('sh', ['-euc', await commandsBelow('Builder credentials')], {
      cwd: service.folder,
      env: { PATH: process.env.PATH, DOCKPASS_URL: service.url },
    });
    const certificate = new X509Certificate(await readFile(file('cert.pem')));
    const key = createPrivateKey(await readFile(file('key.pem')));
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(await readFile(file('ca.pem'), 'utf8')).toContain(SERVER_CA.trim());
    for (const secret of ['key.pem', 'build.header'])
      expect((await stat(file(secret))).mode & 0o777).toBe(0o600);
  });
});
