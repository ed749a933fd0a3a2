/** How tokens of each kind begin: docs/access.md tells secret scanners. */
export const TOKEN_PREFIXES = { user: 'dpu_', project: 'dpp_', build: 'dpb_' } as const;

export type TokenKind = keyof typeof TOKEN_PREFIXES;
