import { z } from 'zod';
import {
  addBuilderAuthority,
  type ListedAuthority,
  listBuilderAuthorities,
  MAX_BUILDER_AUTHORITIES,
  makeBuilderAuthority,
  signingAuthority,
} from '../../builders/authority.ts';
import { id, shownTime, thumbprint, time } from './fields.ts';
import { change, read } from './operation.ts';
import { listOf } from './page.ts';
import { Problem } from './problem.ts';
import { project } from './projects.ts';
import type { Target } from './target.ts';

const shape = z
  .object({
    id: thumbprint,
    project_id: id,
    certificate: z.string().meta({ description: 'PEM, for the bundle of the builder.' }),
    signs: z.boolean().meta({ description: 'Whether it signs now: the oldest does.' }),
    created_at: time,
    expires_at: time,
  })
  .meta({
    id: 'BuilderAuthority',
    description: "Vouches for the clients of a project's builder. Its private key is never shown.",
  });

function shown(authority: ListedAuthority): z.input<typeof shape> {
  return {
    id: authority.id,
    project_id: authority.projectId,
    certificate: authority.certificate,
    signs: authority.signs,
    created_at: shownTime(authority.createdAt),
    expires_at: shownTime(authority.expiresAt),
  };
}

const authority: Target<ListedAuthority> = {
  parameter: 'builder_authority_id',
  idForm: thumbprint,
  async find(records, { builder_authority_id = '' }, actor, now) {
    const stored = await records.builderAuthorities.find(builder_authority_id);
    if (!stored) return undefined;
    const found = await project.find(records, { project_id: stored.projectId }, actor, now);
    const siblings = await listBuilderAuthorities(records, stored.projectId, now);
    const entity = siblings.find(({ id }) => id === stored.id);
    return found && entity && { ...found, entity };
  },
};

export const listAuthorities = read({
  name: 'builder_authority.list',
  summary: "What a project's builder must trust: all of it on one page, the oldest first",
  access: 'member',
  target: project,
  answer: listOf(shape),
  async read({ entity, records, now }) {
    const authorities = await listBuilderAuthorities(records, entity.id, now);
    return { items: authorities.map(shown), next: null };
  },
});

export const createAuthority = change({
  name: 'builder_authority.create',
  summary: 'Make another authority: it signs nothing until those before it are deleted',
  access: 'admin',
  target: project,
  answer: shape,
  prepare: ({ entity, random, now }) => makeBuilderAuthority(entity.id, { random, now }),
  async change({ entity, records, now }, _, made) {
    const created = await addBuilderAuthority(records.builderAuthorities, made);
    if (!created)
      throw new Problem(
        'conflict',
        `A project has at most ${MAX_BUILDER_AUTHORITIES} builder authorities; delete one that no job's certificate is under any more.`,
      );
    const siblings = await listBuilderAuthorities(records, entity.id, now);
    const signs = siblings.some(({ id, signs }) => signs && id === created.id);
    const answer = shown({ ...created, signs });
    return { answer, before: null, after: answer };
  },
});

export const getAuthority = read({
  name: 'builder_authority.get',
  summary: 'Get a builder authority',
  access: 'member',
  target: authority,
  answer: shape,
  read: async ({ entity }) => shown(entity),
});

export const deleteAuthority = change({
  name: 'builder_authority.delete',
  summary:
    'Forget an authority while there is another: the next oldest signs, and once the builder has the new bundle, certificates under this one are refused',
  access: 'admin',
  target: authority,
  represent: shown,
  async change({ entity, records, now }) {
    const siblings = await records.builderAuthorities.list(entity.projectId);
    const others = siblings.filter(({ id }) => id !== entity.id);
    // Another would be made unasked for the next job, and the builder would not trust it.
    if (entity.signs && !signingAuthority(others, now))
      throw new Problem(
        'conflict',
        `There is no other authority to take its place; make one with POST /api/v1/projects/${entity.projectId}/builder-authorities first.`,
      );
    await records.builderAuthorities.remove(entity.id);
    return { answer: null, before: shown(entity), after: null };
  },
});
