import type { Operation } from '../../exchange/flows/admin/operation.ts';
import { Problem } from '../../exchange/flows/admin/problem.ts';
import type { Ids } from '../../exchange/flows/admin/target.ts';
import { quoteIfNeeded } from '../../exchange/identity/quote.ts';
import { nearestName } from '../../exchange/nearest-name.ts';
import type { Administration } from './administration.ts';

interface Thing {
  thing: string;
  /** The command that shows what there is. */
  shownBy: string;
  /** Names that people may have meant. What lists them is loaded when it is needed. */
  names?(administration: Administration, ids: Ids): Promise<string[]>;
}

/** What a parameter names. */
const THINGS: Readonly<Record<string, Thing>> = {
  organization_id: {
    thing: 'organization',
    shownBy: 'organization list',
    async names({ call }) {
      const { listOrganizations } = await import('../../exchange/flows/admin/organizations.ts');
      return (await call(listOrganizations, {}, FIRST)).items.map(({ name }) => name);
    },
  },
  project_id: {
    thing: 'project',
    shownBy: 'project list',
    async names({ call }, { project_id = '' }) {
      const { listProjects } = await import('../../exchange/flows/admin/projects.ts');
      const [organization_id = ''] = project_id.split('/');
      return (await call(listProjects, { organization_id }, FIRST)).items.map(({ path }) => path);
    },
  },
  user_id: {
    thing: 'user',
    shownBy: 'user list',
    async names({ call }) {
      const { listUsers } = await import('../../exchange/flows/admin/users.ts');
      return (await call(listUsers, {}, FIRST)).items.map(({ email }) => email);
    },
  },
  issuer_id: {
    thing: 'issuer',
    shownBy: 'issuer list',
    async names({ call }) {
      const { listIssuers } = await import('../../exchange/flows/admin/issuers.ts');
      return (await call(listIssuers, {}, FIRST)).items.map(({ url }) => url);
    },
  },
  registry_id: {
    thing: 'registry',
    shownBy: 'registry list',
    async names({ call }) {
      const { listRegistries } = await import('../../exchange/flows/admin/registries.ts');
      return (await call(listRegistries, {}, FIRST)).items.map(({ name }) => name);
    },
  },
  trust_relationship_id: { thing: 'trust relationship', shownBy: 'trust list' },
  builder_authority_id: { thing: 'builder authority', shownBy: 'builder show' },
  project_token_id: { thing: 'token', shownBy: 'token list' },
  token_id: { thing: 'token', shownBy: 'token list' },
  invitation_id: { thing: 'invitation', shownBy: 'invitation list' },
  audit_event_id: { thing: 'audit event', shownBy: 'audit list' },
};

/** A page is enough to find a typing error in, and a command that failed should not take long. */
const FIRST = { limit: 100 };

/** Whoever typed a name wants to see it in the answer; the API says no more than that something is missing. */
export function nameMissing(administration: Administration): Administration {
  const { server, call } = administration;
  return {
    server,
    call: (operation, ids, input) =>
      call(operation, ids, input).catch(async (error: unknown) => {
        if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
        const named = missing(operation, ids);
        if (!named) throw error;
        const meant = await nearest(operation, ids, administration);
        const next = meant
          ? `did you mean ${meant}?`
          : `dockpass ${named.shownBy} shows those that you can see`;
        throw new Problem('not_found', `${named.sentence}; ${next}`);
      }),
  };
}

/** Who may not see what there is hears no suggestion. */
async function nearest(
  { target: { parameter } }: Pick<Operation, 'target'>,
  ids: Ids,
  administration: Administration,
): Promise<string | undefined> {
  const names = THINGS[parameter ?? '']?.names;
  const known = (await names?.(administration, ids).catch(() => [])) ?? [];
  const text = ids[parameter ?? ''] ?? '';
  return nearestName(
    text,
    known.filter((name) => isNear(text, name)),
  );
}

/** Part by part: with a long domain in common, bob@example.com would be a near miss of ada@example.com. */
function isNear(text: string, name: string): boolean {
  const parts = name.split('@');
  const typed = text.split('@');
  return (
    parts.length === typed.length &&
    typed.every((part, index) => nearestName(part, [parts[index] ?? '']) !== undefined)
  );
}

/** What there is none of, and what to do; no sentence where only the input names something. */
function missing({ target }: Pick<Operation, 'target'>, ids: Ids) {
  const { [target.parameter ?? '']: text, organization_id: within } = ids;
  const { thing, shownBy } = THINGS[target.parameter ?? ''] ?? {};
  if (text === undefined || !thing) return undefined;
  if (target.parameter === 'user_id' && within !== undefined)
    return {
      sentence: `there is no member ${quoteIfNeeded(text)} of ${quoteIfNeeded(within)}`,
      shownBy: 'member list',
    };
  return { sentence: `there is no ${thing} ${quoteIfNeeded(text)}`, shownBy };
}
