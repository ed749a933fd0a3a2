import { sql } from 'kysely';

/** Of whatever is granted now, in a query over issuers `i`, projects `p` and trust relationships `r`. */
export const generation = sql<number>`(i.generation + p.generation + r.generation)`;
