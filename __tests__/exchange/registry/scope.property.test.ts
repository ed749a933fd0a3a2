import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { grantAccess } from '../../../src/exchange/registry/access.ts';
import { parseScopes } from '../../../src/exchange/registry/scope.ts';
import { PERMISSIONS, type Permission } from '../../../src/protocol/permissions.ts';
import { isProjectPath, type ProjectPath } from '../../../src/protocol/projects.ts';

interface Covered {
  project: ProjectPath;
  permissions: Permission[];
}

/** Few enough names that a scope meets a project often, and its neighbours as often. */
const NAMES = ['acme', 'web', 'web-2'];

const name = fc.constantFrom(...NAMES);

const covered: fc.Arbitrary<Covered[]> = fc.uniqueArray(
  fc.record({
    project: fc.tuple(name, name).map(([one, other]): ProjectPath => `${one}/${other}`),
    permissions: fc.subarray([...PERMISSIONS]),
  }),
  { selector: ({ project }) => project, minLength: 2, maxLength: 5 },
);

/** What tempts a parser: other segments, other separators, other letters. */
const piece = fc.oneof(
  { weight: 30, arbitrary: name },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['..', '.', '', '*', '%2e', '\\', ':', ' ', '\n', '\0', 'ACME', 'ａcme', 'x'.repeat(300)],
    ),
  },
  { weight: 1, arbitrary: fc.string() },
);

const action = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('pull', 'push') },
  fc.constantFrom('*', 'delete', 'catalog', 'PULL', 'pull ', 'build', '', 'push;pull'),
);

const scope = fc
  .record({
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constant('repository') },
      fc.constantFrom('repository(plugin)', 'registry', 'Repository', 'repository()', ''),
    ),
    segments: fc.array(piece, { minLength: 1, maxLength: 4 }),
    actions: fc.array(action, { minLength: 1, maxLength: 4 }),
  })
  .map(({ type, segments, actions }) => `${type}:${segments.join('/')}:${actions.join(',')}`);

const parameters = fc.array(
  fc.oneof({ weight: 4, arbitrary: scope }, fc.string({ maxLength: 80 })),
  { maxLength: 6 },
);

test('whatever the scope, nothing is granted but pull and push inside covered projects', () => {
  fc.assert(
    fc.property(parameters, covered, (asked, projects) => {
      for (const entry of grantAccess(wantedOf(asked), projects)) {
        expect(Object.keys(entry).filter((key) => key !== 'class')).toEqual([
          'type',
          'name',
          'actions',
        ]);
        expect(entry.type).toBe('repository');
        const [organization, project, ...below] = entry.name.split('/');
        const own = projects.find((it) => it.project === `${organization}/${project}`);
        expect(own).toBeDefined();
        for (const segment of below) expect(segment).toMatch(/^[a-z0-9]+([._-]+[a-z0-9]+)*$/);
        expect(entry.actions.length).toBeGreaterThan(0);
        for (const granted of entry.actions) {
          expect(['pull', 'push']).toContain(granted);
          expect(own?.permissions).toContain(granted);
          expect(asked.join(' ')).toContain(granted);
        }
      }
    }),
    { numRuns: 3000 },
  );
});

test('whatever was asked for well and is covered is granted, once for each repository', () => {
  const plain = fc.record({
    path: fc.tuple(name, name, fc.array(name, { maxLength: 2 })),
    actions: fc.subarray(['pull', 'push'] as const, { minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 5 }), covered, (asked, projects) => {
      const scopes = asked.map(
        ({ path: [one, other, below], actions }) =>
          [[one, other, ...below].join('/'), `${one}/${other}`, actions] as const,
      );
      const expected = new Map<string, Set<string>>();
      for (const [repository, project, actions] of scopes)
        for (const wanted of actions)
          if (projects.find((it) => it.project === project)?.permissions.includes(wanted))
            expected.set(repository, (expected.get(repository) ?? new Set()).add(wanted));
      const granted = grantAccess(
        wantedOf([
          scopes.map(([name, , actions]) => `repository:${name}:${actions.join()}`).join(' '),
        ]),
        projects,
      );
      expect(new Map(granted.map((entry) => [entry.name, new Set(entry.actions)]))).toEqual(
        expected,
      );
      expect(granted).toHaveLength(expected.size);
    }),
    { numRuns: 1000 },
  );
});

test('the examples above do reach both sides', () => {
  const seen = { granted: 0, refused: 0 };
  for (const [asked, projects] of fc.sample(fc.tuple(parameters, covered), 1000)) {
    const wanted = wantedOf(asked);
    const granted = grantAccess(wanted, projects);
    for (const { project } of wanted) expect(isProjectPath(project)).toBe(true);
    if (granted.length > 0) seen.granted += 1;
    if (granted.length < wanted.length) seen.refused += 1;
  }
  expect(seen.granted).toBeGreaterThan(100);
  expect(seen.refused).toBeGreaterThan(100);
});

function wantedOf(asked: readonly string[]) {
  return parseScopes(asked).flatMap(({ wanted }) => wanted ?? []);
}
