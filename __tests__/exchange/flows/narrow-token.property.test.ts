import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PERMISSIONS, type Permission } from '../../../src/protocol/permissions.ts';
import { PUBLIC_URL, type Service, services } from '../service.ts';
import { addProjectToken, addUser, leaveOrganization, setOidcOnly } from '../tenants.ts';

const start = services(afterAll);

const PROJECTS = ['acme/api', 'acme/web', 'other/web'];

interface Wish {
  projects: string[] | null;
  permissions: Permission[] | null;
  lifetime: number | null;
}

/** What happens before the next token is made out of one of those that there are. */
type Step =
  | { kind: 'narrow'; from: number; wish: Wish }
  | { kind: 'revoke'; which: number }
  | { kind: 'oidc_only'; project: string; on: boolean };

const wish: fc.Arbitrary<Wish> = fc.record({
  projects: fc.option(fc.subarray(PROJECTS, { minLength: 1 })),
  permissions: fc.option(fc.subarray([...PERMISSIONS], { minLength: 1 })),
  lifetime: fc.option(fc.integer({ min: 60, max: 100_000 })),
});

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant('narrow' as const), from: fc.nat(), wish }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), which: fc.nat() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('oidc_only' as const),
        project: fc.constantFrom(...PROJECTS),
        on: fc.boolean(),
      }),
    },
  ),
  { minLength: 3, maxLength: 12 },
);

interface Made {
  token: string;
  parent: Made | null;
}

/** `project permission` for each that the token has now, and when it ends. */
async function worth({ introspect }: Service, { token }: Made) {
  const { body } = await introspect(token);
  const has: string[] = body.active
    ? body.grants.flatMap(({ project, permissions }: { project: string; permissions: string[] }) =>
        permissions.map((permission) => `${project} ${permission}`),
      )
    : [];
  return { has: new Set(has), until: body.active ? (body.exp ?? Number.POSITIVE_INFINITY) : 0 };
}

async function roots(service: Service): Promise<Made[]> {
  const { store, buildToken } = service;
  const user = await addUser(store, { acme: 'admin', other: 'member' });
  const guest = await addUser(store, { acme: 'member', other: 'member' });
  await leaveOrganization(store, guest.userId, 'other');
  const project = await addProjectToken(store, { permissions: ['build', 'pull'] });
  const tokens = [user.token, guest.token, project.token, await buildToken()];
  return tokens.map((token) => ({ token, parent: null }));
}

async function carryOut(service: Service, made: Made[], step: Step): Promise<void> {
  const { store, narrow, revoke } = service;
  if (step.kind === 'oidc_only') return setOidcOnly(store, step.project, step.on);
  const one = made[(step.kind === 'narrow' ? step.from : step.which) % made.length];
  if (!one) return;
  if (step.kind === 'revoke') return void (await revoke(one.token));
  const { projects, permissions, lifetime } = step.wish;
  const { status, body } = await narrow(one.token, {
    resource: projects?.map((project) => `${PUBLIC_URL}/${project}`),
    scope: permissions?.join(' '),
    lifetime: lifetime === null ? undefined : String(lifetime),
  });
  if (status === 200) made.push({ token: body.access_token, parent: one });
  else expect(status).toBe(400);
}

test('whatever is narrowed out of whatever, no token is ever worth more than one it came from', async () => {
  const service = await start({
    trust: PROJECTS.map((project) => ({ project, permissions: ['push', 'pull'] })),
    config: { rateLimits: { perAddress: 0, perRepository: 0 } },
  });
  let narrowed = 0;
  const holds = fc.asyncProperty(steps, async (sequence) => {
    for (const project of PROJECTS) await setOidcOnly(service.store, project, false);
    const made = await roots(service);
    for (const step of sequence) await carryOut(service, made, step);
    narrowed += made.length - 4;
    for (const one of made) {
      const own = await worth(service, one);
      for (let { parent } = one; parent; { parent } = parent) {
        const limit = await worth(service, parent);
        expect([...own.has].filter((right) => !limit.has.has(right))).toEqual([]);
        expect(own.until).toBeLessThanOrEqual(limit.until);
      }
    }
  });
  await fc.assert(holds, { numRuns: 25 });
  // Or nothing was looked at.
  expect(narrowed).toBeGreaterThan(10);
}, 120_000);
