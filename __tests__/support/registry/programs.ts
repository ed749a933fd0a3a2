import { describe } from '@jest/globals';
import { findProgram } from '../programs.ts';

/** Debian's packages of the real things that these tests run. */
const PACKAGES = {
  'docker-registry': 'docker-registry',
  skopeo: 'skopeo',
  buildah: 'buildah',
  docker: 'docker.io',
} as const;

export type Program = keyof typeof PACKAGES;

/** Paths of the programs. */
export type Programs = Record<Program, string>;

/**
 * Tests with a real registry and its real clients, and `further` programs with their packages. Where any
 * of these are missing it is said loudly.
 */
export function describeRegistry(
  name: string,
  tests: (programs: Programs) => void,
  further: Readonly<Record<string, string>> = {},
): void {
  const packageOf: Readonly<Record<string, string>> = { ...PACKAGES, ...further };
  const found = Object.keys(packageOf).map((program) => [program, findProgram(program)] as const);
  const missing = found.filter(([, path]) => path === undefined);
  if (missing.length === 0) {
    describe(name, () => tests(Object.fromEntries(found) as Programs));
    return;
  }
  const packages = missing.map(([program]) => packageOf[program]);
  process.stderr.write(
    `\nSKIPPED: ${name}: there is no ${missing.map(([program]) => program).join(', ')}. On Debian:\n` +
      `apt-get install --no-install-recommends ${packages.join(' ')}\n\n`,
  );
  describe.skip(name, () => tests({} as Programs));
}
