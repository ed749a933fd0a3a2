import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { committedFiles } from './committed-files.ts';

const TOP_LEVEL = [
  '.ci',
  '.dependency-cruiser.mjs',
  '.dockerignore',
  '.editorconfig',
  '.gitattributes',
  '.github',
  '.gitignore',
  '.npmrc',
  '.oxlintrc.json',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'Dockerfile',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  '__tests__',
  'action.yml',
  'bench',
  'biome.json',
  'compose.yaml',
  'dist',
  'docs',
  'examples',
  'haproxy.cfg',
  'jest.config.js',
  'knip.js',
  'package-lock.json',
  'package.json',
  'scripts',
  'src',
  'tsconfig.json',
];

/** Built from pieces, so that this file is not what it looks for. */
const REGISTRIES = new RegExp(['registry\\.npm', 'js\\.org|registry\\.yarn', 'pkg\\.com'].join(''));
const MACHINE_PATHS = new RegExp(
  `(?<![\\w.\\-}])/(?:${['Users', 'root', 'home', 'work'].join('|')})/(?!runner/)`,
);

describe('committed files', () => {
  const files = committedFiles();

  test('the top level holds what it should and nothing else', () => {
    const top = new Set(files.map((path) => path.split('/')[0] ?? ''));
    expect([...top].filter((name) => !TOP_LEVEL.includes(name))).toEqual([]);
  });

  test('none names the host of a package registry', () => {
    expect(linesWith(files, (text) => REGISTRIES.test(text))).toEqual([]);
    // npm tells its scripts which registry this machine uses.
    const { npm_config_registry: registry } = process.env;
    if (!registry) return;
    const { host } = new URL(registry);
    expect(linesWith(files, (text) => text.includes(host))).toEqual([]);
  });

  test('none holds a path of somebody’s machine', () => {
    expect(linesWith(files, (text) => MACHINE_PATHS.test(text))).toEqual([]);
  });

  test('the patterns find what they are for', () => {
    const registry = ['registry', 'npmjs', 'org'].join('.');
    expect(REGISTRIES.test(`https://${registry}/jose`)).toBe(true);
    expect(REGISTRIES.test('registry.example.com')).toBe(false);
    expect(MACHINE_PATHS.test(`see ${['', 'home', 'ada', 'dockpass'].join('/')}`)).toBe(true);
    expect(MACHINE_PATHS.test('https://example.com/home/ada and a/work/b')).toBe(false);
  });
});

function linesWith(files: readonly string[], matches: (text: string) => boolean): string[] {
  return files.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .map((text, index) => ({ text, where: `${path}:${index + 1}` }))
      .filter(({ text }) => matches(text))
      .map(({ text, where }) => `${where} ${text.slice(0, 120)}`),
  );
}
