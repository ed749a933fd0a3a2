import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXAMPLE, GITHUB } from '../exchange/policy/examples.ts';
import { jobClaims } from '../exchange/trust/examples.ts';
import { CommandLine } from './command-line.ts';

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
  await dockpass.write('policy.yaml', EXAMPLE);
});
afterAll(() => dockpass.remove());

async function trustTest(claims: object, ...options: string[]) {
  // As in a token's payload: times are numbers.
  const payload = { ...claims, iat: 1_800_000_000, nbf: 1_799_999_400, exp: 1_800_000_300 };
  const args = ['trust', 'test', 'policy.yaml', '--claims', '-', ...options];
  return await dockpass.run(args, JSON.stringify(payload));
}

test('a job that would be admitted: what it gets, from which relationship, claim by claim', async () => {
  expect(await trustTest(jobClaims())).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: `granted: acme/web: build, push, pull for at most 2h, by acme/web, relationship 1

acme/web, relationship 1: matches
  ok      repository           acme/web
  ok      repository_id        260064828
  ok      repository_owner_id  1342004
  ok      ref                  refs/heads/main
  ok      event_name           push
`,
  });
  expect(existsSync(dockpass.database)).toBe(false);
});

test('a job that would be refused: exit code 3, and which claim was not what was expected', async () => {
  const { exitCode, stdout, stderr } = await trustTest(jobClaims({ ref: 'refs/heads/dev' }));
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
  expect(stdout).toContain('refused: condition_failed\n');
  expect(stdout).toContain(
    '  FAILED  ref                  refs/heads/dev; expected refs/heads/main or refs/tags/v*\n',
  );
});

test('a claim cannot draw on the terminal, or lines of its own', async () => {
  const ref = 'refs/heads/x\u001b[2J\n\u009b31m\u202egranted: acme/web: build';
  const { stdout } = await trustTest(jobClaims({ ref }));
  expect(stdout).toContain('"refs/heads/x\\u001b[2J\\n\\u009b31m\\u202egranted: acme/web: build"');
  expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

describe('what the job asks for is asked for', () => {
  test.each([
    [['--permissions', 'build,pull'], 0, 'granted: acme/web: build, pull for'],
    [['--project', 'acme/web'], 0, 'granted: acme/web'],
    [['--project', 'acme/web', '--project', 'acme/api'], 3, 'refused: project_not_granted'],
  ])('%j', async (options, exitCode, output) => {
    const result = await trustTest(jobClaims(), ...options);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout).toContain(output);
  });
});

test('a misspelt repository: the policy’s own are shown', async () => {
  const { exitCode, stdout } = await trustTest(jobClaims({ repository: 'acme/wbe' }));
  expect(exitCode).toBe(3);
  expect(stdout).toContain(
    'none of the relationships in question names acme/wbe; there are acme/web',
  );
  expect(stdout).toContain('ask an administrator of the project to add a trust relationship');
});

test('a project that is not in the file is said to be missing, with the one that may be meant', async () => {
  const near = await trustTest(jobClaims(), '--project', 'acme/wbe');
  expect(near.exitCode).toBe(3);
  expect(near.stdout).toBe(
    'refused: project_not_granted\nthe file has no project acme/wbe; did you mean acme/web?\n',
  );
  const { stdout } = await trustTest(jobClaims(), '--project', 'globex/shop');
  expect(stdout).toContain('the file has no project globex/shop; it has acme/web\n');
});

test('ids that the claims lack are asked for, where a relationship names the repository', async () => {
  const { repository_id: _, ...others } = jobClaims();
  const { exitCode, stdout } = await trustTest(others);
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(
    /^refused: no_trust_relationship\na relationship names acme\/web, but the claims have no repository_id, which .+; add .+\n\n/,
  );
  const { repository_owner_id: __, ...none } = others;
  expect((await trustTest(none)).stdout).toContain(
    'the claims have no repository_id and no repository_owner_id, ',
  );
});

test('a relationship that names the repository with other ids is said to do so', async () => {
  const { exitCode, stdout } = await trustTest(jobClaims({ repository_id: '7' }));
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(
    /^refused: no_trust_relationship\na relationship names acme\/web, but pins other ids; .+\n\n/,
  );
  expect(stdout).toContain('  FAILED  repository_id        7; expected 260064828\n');
});

test('ids that are not pinned are said to be pinned, or refused with --require-pins', async () => {
  const unpinned = await dockpass.write('unpinned.yaml', EXAMPLE.replaceAll(/.*_id: .*\n/g, ''));
  const claims = await dockpass.write('claims.json', JSON.stringify(jobClaims()));
  const args = ['trust', 'test', unpinned, '--claims', claims];
  const lenient = await dockpass.run(args);
  expect(lenient.exitCode).toBe(0);
  expect(lenient.stdout).toContain('would pin repository_id 260064828');
  const strict = await dockpass.run([...args, '--require-pins']);
  expect(strict.exitCode).toBe(3);
  expect(strict.stdout).toContain('without the ids that are required');
});

test('a glob that looks like a regular expression is warned about where it fails', async () => {
  const name = await dockpass.write(
    'regexp.yaml',
    EXAMPLE.replace('[refs/heads/main, "refs/tags/v*"]', '["refs/heads/(main|dev)"]'),
  );
  const claims = await dockpass.write('claims.json', JSON.stringify(jobClaims()));
  const { exitCode, stdout } = await dockpass.run(['trust', 'test', name, '--claims', claims]);
  expect(exitCode).toBe(3);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^ {2}! regular_expression: .+\|dev\) .+\.$/);
});

describe('claims that cannot be used', () => {
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl';

  test.each([
    [token, 'holds a token'],
    [JSON.stringify(token), 'holds a token'],
    [`{"token": ${token}}`, 'holds no JSON object'],
    ['[]', 'holds no JSON object'],
    ['null', 'holds no JSON object'],
    ['', 'holds no JSON object'],
    ['{"ref": 1, "repository": ["acme/web"]}', 'the claim ref is not a string; put its value'],
    ['{"iss": "https://ci.example.com"}', 'has no issuer "https://ci.example.com"'],
  ])('%s', async (claims, message) => {
    const args = ['trust', 'test', 'policy.yaml', '--claims', '-'];
    const { exitCode, stdout, stderr } = await dockpass.run(args, claims);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('eyJ');
  });

  test('without iss, where the policy has several issuers', async () => {
    const several = EXAMPLE.replace(
      'organizations:',
      '  - { url: "https://ghes.example.com/_services/token", provider: github }\norganizations:',
    ).replace('repository: acme', `issuer: ${GITHUB}\n            repository: acme`);
    await dockpass.write('several.yaml', several);
    const args = ['trust', 'test', 'several.yaml', '--claims', '-'];
    const { iss, ...others } = jobClaims();
    const without = await dockpass.run(args, JSON.stringify(others));
    expect(without.exitCode).toBe(1);
    expect(without.stderr).toContain('add iss to the claims');
    expect((await dockpass.run(args, JSON.stringify({ ...others, iss }))).exitCode).toBe(0);
  });
});

test('a job that names no project, where there are several organizations: none of them is chosen', async () => {
  await dockpass.write(
    'tenants.yaml',
    EXAMPLE.replace('organizations:', 'organizations:\n  - name: evil'),
  );
  const test = (...options: string[]) =>
    dockpass.run(
      ['trust', 'test', 'tenants.yaml', '--claims', '-', ...options],
      JSON.stringify(jobClaims()),
    );
  const { exitCode, stdout } = await test();
  expect({ exitCode, stdout }).toEqual({
    exitCode: 3,
    stdout: expect.stringContaining('refused: project_required\n'),
  });
  expect(stdout).not.toContain('granted:');
  expect((await test('--project', 'acme/web')).exitCode).toBe(0);
});
