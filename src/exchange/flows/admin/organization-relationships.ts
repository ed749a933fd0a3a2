import { z } from 'zod';
import { text } from '../../policy/text.ts';
import { describeTerms, sentenceText } from '../../trust/describe-terms.ts';
import { read } from './operation.ts';
import { organization } from './organizations.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { relationshipShape, shownRelationship } from './trust-relationships.ts';

const shape = relationshipShape
  .extend({
    project: z.string().meta({ description: 'Path of the project.' }),
    sentence: z.string().meta({ description: 'Who is admitted, and to what.' }),
  })
  .meta({
    id: 'OrganizationTrustRelationship',
    description: 'A trust relationship of any project of an organization.',
  });

const search = text(searchFault, {
  description: 'Only those whose repository or project has this in its name.',
  examples: ['acme/web'],
});

function searchFault(written: string): string | undefined {
  return written.length > 200 ? 'is too long; use at most 200 characters' : undefined;
}

/** Of one project there are few as a rule; who looks for a repository does not know in which. */
export const listOrganizationRelationships = read({
  name: 'trust_relationship.list_of_organization',
  summary: 'Trust relationships of all projects of an organization',
  access: 'member',
  target: organization,
  query: pageQuery.extend({ search: search.optional() }),
  answer: listOf(shape),
  read: ({ entity, records, settings }, { search = null, ...query }) =>
    pageOf(
      query,
      (page) => records.relationships.listOfOrganization(entity.id, search, page),
      ({ id }) => id,
      (one) => ({
        ...shownRelationship(one, settings),
        project: one.project,
        sentence: sentenceText(describeTerms(one, settings.maxLifetime)),
      }),
    ),
});
