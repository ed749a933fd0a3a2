import { z } from 'zod';
import type { AuditEvent } from '../../audit/event.ts';
import { recordedJobOf } from '../../audit/recorded-job.ts';
import { fieldsOf } from '../../policy/entries.ts';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import { dangersOf } from '../../trust/danger.ts';
import { describeTerms, sentenceText } from '../../trust/describe-terms.ts';
import { draftTerms } from '../../trust/draft-terms.ts';
import { findReadableEvent } from './audit-events.ts';
import { id } from './fields.ts';
import { pastJob } from './job-under-test.ts';
import { read } from './operation.ts';
import { Problem } from './problem.ts';
import { pathOf, project } from './projects.ts';
import { shownTerms, warnings } from './relationship-terms.ts';

const shape = z
  .object({
    ...shownTerms,
    sentence: z.string().meta({ description: 'Who would be admitted, and to what.' }),
    warnings,
  })
  .meta({ id: 'DraftedTrust', description: 'Terms of a trust relationship; nothing is stored.' });

export const draftRelationship = read({
  name: 'trust_relationship.draft',
  summary: 'The narrowest trust relationship that admits a recorded job; nothing is stored',
  access: 'admin',
  target: project,
  body: z.strictObject({
    reference: id.meta({ description: 'Audit event of an exchange: what a refused job was told.' }),
  }),
  answer: shape,
  async read({ entity, records, actor, settings }, { reference }) {
    const { claims, issuer } = await pastJob(records, reference, actor);
    const event = (await findReadableEvent(records, reference, actor))?.entity;
    if (event && !concerns(event, entity))
      throw nothingToDraftFrom(
        `names a job of another project; take one that asked for ${pathOf(entity)}`,
      );
    const terms = draftTerms(claims, event && recordedJobOf(event)?.request.permissions);
    if (!terms)
      throw nothingToDraftFrom('names a job without the claims that jobs are admitted by');
    return {
      ...fieldsOf({ ...terms, issuer: issuer.url }),
      sentence: sentenceText(describeTerms(terms, settings.maxLifetime)),
      warnings: dangersOf(terms, settings),
    };
  },
});

/** Names change hands, ids do not. Only where there was no such project yet, the name is all that is known. */
function concerns({ scopes, projects }: AuditEvent, project: ProjectRecord): boolean {
  return scopes.length === 0
    ? projects.includes(pathOf(project))
    : scopes.some(({ projectId }) => projectId === project.id);
}

function nothingToDraftFrom(detail: string): Problem {
  return new Problem('invalid_request', 'There is nothing to draft from.', [
    { at: '/reference', detail },
  ]);
}
