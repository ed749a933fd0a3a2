import * as fc from 'fast-check';
import type {
  Conditions,
  TrustRelationship,
  TrustRequest,
} from '../../../src/exchange/trust/relationship.ts';
import { PERMISSIONS, type Permission } from '../../../src/protocol/permissions.ts';
import type { ProjectPath } from '../../../src/protocol/projects.ts';
import { jobClaims, NOW, relationship } from './examples.ts';

/** Drawn from few values, so that jobs, relationships and requests really meet. */

const PROJECTS: ProjectPath[] = ['acme/web', 'acme/api', 'beta/web'];

const oneOf = (...values: string[]) => fc.constantFrom(...values);
const nullOrSome = (value: fc.Arbitrary<string>) =>
  fc.option(fc.array(value, { minLength: 1, maxLength: 2 }), { freq: 2 });
const permissions = fc.subarray<Permission>([...PERMISSIONS], { minLength: 1 });

const ref = oneOf('refs/heads/main', 'refs/heads/fix/1', 'refs/tags/v1', 'refs/pull/3/merge');
const event = oneOf('push', 'push', 'push', 'pull_request', 'pull_request_target');
const workflow = oneOf(
  'acme/web/.github/workflows/release.yml@refs/heads/main',
  'acme/tools/.github/workflows/build.yml@refs/tags/v1',
);

export const claims = fc
  .record({
    repository: oneOf('acme/web', 'ACME/web', 'acme/web', 'acme/other'),
    repository_id: oneOf('1', '1', '1', '2'),
    repository_owner_id: oneOf('7', '7', '7', '8'),
    ref,
    event_name: event,
    base_ref: oneOf('', '', 'main', 'release/1'),
    environment: fc.option(oneOf('production', 'staging'), { nil: undefined }),
    workflow_ref: workflow,
    job_workflow_ref: fc.option(workflow, { nil: undefined }),
  })
  .map(jobClaims);

export const conditions: fc.Arbitrary<Conditions> = fc.record({
  refs: nullOrSome(fc.oneof(ref, oneOf('**', 'refs/heads/*', 'refs/heads/**', 'refs/tags/v*'))),
  baseRefs: nullOrSome(oneOf('main', '**', 'release/*')),
  environments: nullOrSome(oneOf('production', 'staging')),
  events: nullOrSome(event),
  workflows: nullOrSome(oneOf('.github/workflows/release.yml', '.github/workflows/*')),
  reusableWorkflows: nullOrSome(fc.oneof(workflow, oneOf('acme/tools/.github/workflows/*@**'))),
});

export const relationships = fc
  .array(
    fc.record({
      project: fc.constantFrom(...PROJECTS),
      repository: oneOf('acme/web', 'Acme/Web', 'acme/web', 'acme/other'),
      repositoryId: fc.option(oneOf('1', '1', '2'), { freq: 2 }),
      repositoryOwnerId: fc.option(oneOf('7', '7', '8'), { freq: 2 }),
      conditions: fc.oneof(conditions, fc.constant(relationship().conditions)),
      permissions,
      maxLifetime: fc.option(fc.constantFrom(600, 3600, 7200)),
      mode: fc.constantFrom('enforce', 'enforce', 'audit'),
      expiresAt: fc.option(fc.constantFrom(NOW, NOW + 1), { freq: 2 }),
      createdAt: fc.constantFrom(1, 2),
    }),
    { maxLength: 6 },
  )
  .map((drawn) =>
    drawn.map(
      (fields, index): TrustRelationship =>
        relationship({ ...fields, id: `rel-${index}`, projectId: `id-of-${fields.project}` }),
    ),
  );

export const request: fc.Arbitrary<TrustRequest> = fc.record({
  projects: fc.option(fc.array(fc.constantFrom(...PROJECTS), { minLength: 1, maxLength: 3 }), {
    freq: 2,
  }),
  permissions: fc.option(permissions, { freq: 2 }),
});
