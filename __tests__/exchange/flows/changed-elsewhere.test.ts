import { beforeEach, expect, test } from '@jest/globals';
import type { RelationshipEntry } from '../../../src/exchange/policy/document.ts';
import type { PolicyChange } from '../../../src/exchange/policy/plan.ts';
import { type Service, services } from '../service.ts';
import { storedPolicy } from '../stored-policy.ts';
import { applyChanges } from '../stores/furnished-store.ts';

const start = services();

let service: Service;
/** The one that there is, for acme/web. */
let rule: RelationshipEntry;

/** The exchange has granted by the rule more than once, so that it has something to remember. */
beforeEach(async () => {
  service = await start({ trust: [{ permissions: ['pull'] }] });
  for (let time = 0; time < 3; time++) expect(await scopeOf({})).toBe('pull');
  const { organizations } = await storedPolicy(service.store);
  const [found] = organizations.flatMap(({ projects }) => projects[0]?.trustRelationships ?? []);
  if (!found) throw new Error('there is no rule');
  rule = found;
});

/** What a job gets, or why it gets nothing. */
async function scopeOf(parameters: { scope?: string }): Promise<unknown> {
  const { body } = await service.exchange(parameters);
  return body.scope ?? body.reason;
}

/** As the command line does it, beside the exchange. */
const change = (...changes: PolicyChange[]) => applyChanges(service.store, changes);

const onWeb = { kind: 'trust_relationship', organization: 'acme', project: 'web' } as const;

test('a rule that another process has made counts at once, for a job that was refused before', async () => {
  expect(await scopeOf({ scope: 'push' })).toBe('permission_not_granted');
  const { id, ...same } = rule;
  const after: RelationshipEntry = { ...same, permissions: ['push'] };
  await change({ ...onWeb, action: 'create', before: null, after });
  expect(await scopeOf({ scope: 'push' })).toBe('push');
});

test('a rule that another process has made for one more project is in the next token', async () => {
  const { id, ...after } = rule;
  await change(
    { kind: 'project', action: 'create', organization: 'acme', project: 'docs' },
    { ...onWeb, project: 'docs', action: 'create', before: null, after },
  );
  expect((await service.exchange()).body.projects).toEqual(['acme/docs', 'acme/web']);
});

test('a rule that another process has widened grants more at once', async () => {
  const after: RelationshipEntry = { ...rule, permissions: ['pull', 'push'] };
  await change({ ...onWeb, action: 'update', before: rule, after });
  expect(await scopeOf({})).toBe('push pull');
});

test('a rule that another process has narrowed grants less at once', async () => {
  const after: RelationshipEntry = {
    ...rule,
    conditions: { ...rule.conditions, refs: ['refs/tags/*'] },
  };
  await change({ ...onWeb, action: 'update', before: rule, after });
  expect(await scopeOf({})).toBe('condition_failed');
});

test('a rule that another process has removed grants nothing any more', async () => {
  await change({ ...onWeb, action: 'remove', before: rule, after: null });
  expect(await scopeOf({})).toBe('no_trust_relationship');
});

test('an issuer that another process has switched off is named as the cause', async () => {
  const entry = { url: service.issuer.url, provider: 'github', enabled: false } as const;
  await change({ kind: 'issuer', action: 'update', entry });
  const stranger = service.idToken({ repository: 'acme/unknown' });
  const answer = await service.exchange({ subject_token: stranger });
  expect(answer.body.reason).toBe('issuer_disabled');
  expect(await scopeOf({})).toBe('issuer_disabled');
  const events = await service.events();
  expect(events.at(-1)).toMatchObject({ decision: 'refused', reason: 'issuer_disabled' });
});

test('an issuer that another process has removed and added again is the same to its jobs', async () => {
  const entry = { url: service.issuer.url, provider: 'github' } as const;
  const { id, ...again } = rule;
  await change(
    { ...onWeb, action: 'remove', before: rule, after: null },
    { kind: 'issuer', action: 'remove', entry },
    { kind: 'issuer', action: 'create', entry },
    { ...onWeb, action: 'create', before: null, after: again },
  );
  expect(await scopeOf({})).toBe('pull');
});

test('an issuer that another process has removed is unknown at once', async () => {
  const entry = { url: service.issuer.url, provider: 'github' } as const;
  await change(
    { ...onWeb, action: 'remove', before: rule, after: null },
    { kind: 'issuer', action: 'remove', entry },
  );
  expect(await scopeOf({})).toBe('unknown_issuer');
});

test.each(['acme/web', 'acme/api'])(
  'an issuer that was given another URL in the database vouches no more for %s under the old one',
  async (repository) => {
    // Unlike that of acme/web, this rule has not been read yet.
    const { id, ...same } = rule;
    const after: RelationshipEntry = { ...same, repository: 'acme/api' };
    await change({ ...onWeb, action: 'create', before: null, after });
    expect(await scopeOf({})).toBe('pull');
    expect(await scopeOf({})).toBe('pull');
    const database = await service.database.connect();
    await database.execute(`update issuers set url = 'https://ci.example.com'`);
    await database.close();
    const { body } = await service.exchange({ subject_token: service.idToken({ repository }) });
    expect(body.reason).toBe('unknown_issuer');
  },
);

test.each([
  [`permissions = '["build"]'`, 'build'],
  [`mode = 'audit'`, 'no_trust_relationship'],
  [`expires_at = 1`, 'no_trust_relationship'],
  [`repository = 'acme/api', repository_key = 'acme/api'`, 'no_trust_relationship'],
  [`conditions = '{"refs":["refs/tags/*"]}'`, 'condition_failed'],
  [`repository_id = '1'`, 'no_trust_relationship'],
])(
  'a rule that was changed in the database, past everything (%s), counts at once',
  async (changed, outcome) => {
    const database = await service.database.connect();
    await database.execute(`update trust_relationships set ${changed}`);
    await database.close();
    expect(await scopeOf({})).toBe(outcome);
  },
);

test('an issuer that another process has switched off is the cause for a forger, too', async () => {
  const entry = { url: service.issuer.url, provider: 'github', enabled: false } as const;
  await change({ kind: 'issuer', action: 'update', entry });
  const forged = `${service.idToken().slice(0, -6)}AAAAAA`;
  const { body } = await service.exchange({ subject_token: forged });
  expect(body.reason).toBe('issuer_disabled');
});

test('many jobs at once, as another process changes the rules, are all answered by the new ones after it', async () => {
  const before = Array.from({ length: 20 }, () => scopeOf({}));
  await change({
    ...onWeb,
    action: 'update',
    before: rule,
    after: { ...rule, permissions: ['build'] },
  });
  const after = await Promise.all(Array.from({ length: 20 }, () => scopeOf({})));
  expect(new Set(after)).toEqual(new Set(['build']));
  for (const scope of await Promise.all(before)) expect(['pull', 'build']).toContain(scope);
});
