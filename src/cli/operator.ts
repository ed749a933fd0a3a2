/** Who acts in the audit events of this command: whoever can reach the database. */
export const OPERATOR = 'operator';
