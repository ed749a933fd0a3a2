import type { Command } from 'commander';
import { draftRelationship } from '../../exchange/flows/admin/draft-relationship.ts';
import { printPolicy } from '../../exchange/policy/yaml.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Session } from '../administration/session.ts';
import { type JsonOptions, jsonOption, printJson, warn } from '../output/print.ts';
import { readProject } from '../read-arguments.ts';

const HELP = `
Prints the narrowest terms that admit the job, as an entry of trust_relationships in the policy file.
Nothing is stored. Review them, widen what else you want to admit, and create the trust relationship.

Example:
  dockpass trust draft acme/web 01a20a6c-7a1e-7b0e-9c53-2d6f2b8f1c11 > it.yaml
  dockpass trust create acme/web --file it.yaml`;

export function addTrustDraft(trust: Command, session: Session): void {
  trust
    .command('draft')
    .summary('print a trust relationship that would have admitted a refused job')
    .description('Print a trust relationship that would have admitted a recorded job.')
    .argument('<PROJECT>', 'organization/project', readProject)
    .argument('<EVENT>', 'its audit event: the reference that the job was told')
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action((path: ProjectPath, reference: string, options: JsonOptions) =>
      draft(path, reference, options, session),
    );
}

async function draft(
  path: ProjectPath,
  reference: string,
  { json }: JsonOptions,
  session: Session,
): Promise<void> {
  const drafted = await session.administer(({ call }) =>
    call(draftRelationship, { project_id: path }, { reference }),
  );
  if (json) return await printJson(session, drafted);
  const { warnings, sentence: _, mode: __, ...terms } = drafted;
  const said = Object.entries(terms).filter(([, value]) => value !== null);
  await session.print(printPolicy(Object.fromEntries(said)));
  for (const { text, remedy } of warnings) warn(session, `${text} ${remedy}`);
}
