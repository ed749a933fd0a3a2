/** Of the pages below the account's. */
export const ACCOUNT_FRAME = {
  section: 'account' as const,
  path: [{ label: 'Account', href: '/account' }],
};
