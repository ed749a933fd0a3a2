/** The part of the policy that the demo is about. */
export const TRUST = `\
- name: web
  trust_relationships:
    - repository: acme/web
      repository_id: "260064828" # a name can change hands, an id cannot
      repository_owner_id: "1342004"
      refs: [refs/heads/main, "refs/tags/v*"]
      permissions: [build, push, pull]
      max_lifetime: 2h
`;

/** A whole policy file, as `dockpass apply` takes it. */
export function policyFile(issuer: string): string {
  return `\
issuers:
  - url: ${issuer}
    provider: github
organizations:
  - name: acme
    members:
      - { user: ada@example.com, role: admin }
    projects:
${TRUST.replace(/^(?=.)/gm, '      ')}`;
}
