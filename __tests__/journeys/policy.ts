import { stringify } from 'yaml';

/** A trust relationship in the words of the policy's YAML. */
export type Rule = Record<string, string | string[]>;

/** Pushes to main of acme/web may do everything, for two hours at most. */
export const MAIN_OF_WEB: Rule = {
  repository: 'acme/web',
  repository_id: '260064828',
  repository_owner_id: '1342004',
  refs: ['refs/heads/main'],
  permissions: ['build', 'push', 'pull'],
  max_lifetime: '2h',
};

/** A policy with one organization and the rules of each of its projects. */
export function policyYaml(
  issuer: string,
  projects: Record<string, Rule[]>,
  organization = 'acme',
): string {
  return stringify({
    issuers: [{ url: issuer, provider: 'github' }],
    organizations: [
      {
        name: organization,
        members: [{ user: 'ada@example.com', role: 'admin' }],
        projects: Object.entries(projects).map(([name, rules]) => ({
          name,
          trust_relationships: rules,
        })),
      },
    ],
  });
}
