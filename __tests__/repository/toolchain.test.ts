import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

interface LockedPackage {
  version?: string;
  integrity?: string;
  resolved?: string;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const locked: Record<string, LockedPackage> = lock.packages;

test('scripts run on the Node of package.json, whatever the machine has', () => {
  const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(manifest.engines.node) ?? [];
  const [runningMajor = 0, runningMinor = 0] = process.versions.node.split('.').map(Number);
  expect(runningMajor).toBe(Number(major));
  expect(runningMinor).toBeGreaterThanOrEqual(Number(minor));
});

test('dependencies are pinned to one version', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(ranges.filter(([, range]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(String(range)))).toEqual(
    [],
  );
});

describe('package-lock.json', () => {
  const packages = Object.entries(locked).filter(([path]) => path !== '');

  test('has a hash for every package, and no address', () => {
    expect(packages.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
    expect(packages.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
  });

  // `npm ci` fails elsewhere if the lock was made where a platform's package could not be had.
  test.each(['typescript', '@biomejs/biome', 'oxlint', 'oxlint-tsgolint'])(
    '%s is locked for Linux, macOS and Windows',
    (name) => {
      const variants = Object.keys(locked[`node_modules/${name}`]?.optionalDependencies ?? {});
      const platforms = variants.flatMap((variant) => {
        const { os = [], cpu = [], version } = locked[`node_modules/${variant}`] ?? {};
        return version ? os.flatMap((system) => cpu.map((chip) => `${system}-${chip}`)) : [];
      });
      const wanted = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];
      expect(platforms).toEqual(expect.arrayContaining(wanted));
    },
  );
});
