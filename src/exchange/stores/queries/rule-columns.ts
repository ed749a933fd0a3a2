/** What makes a trust relationship, in a query over trust relationships `r`. */
export const RULE_COLUMNS = [
  'r.id',
  'r.project_id as projectId',
  'r.repository',
  'r.repository_id as repositoryId',
  'r.repository_owner_id as repositoryOwnerId',
  'r.conditions',
  'r.permissions',
  'r.max_lifetime as maxLifetime',
  'r.mode',
  'r.description',
  'r.expires_at as expiresAt',
] as const;

/** Where it belongs and what became of it; with its project `p` and that one's organization `o`. */
export const RELATIONSHIP_COLUMNS = [
  ...RULE_COLUMNS,
  'p.organization_id as organizationId',
  'o.name as organization',
  'p.name as project',
  'r.issuer_id as issuerId',
  'r.created_by as createdBy',
  'r.created_at as createdAt',
  'r.last_used_at as lastUsedAt',
  'r.revision',
] as const;
