import type { BatchStatement } from './statements.ts';

/** One row, whose new version takes the place of the last but one: the table does not grow. */
export const probes: BatchStatement = {
  name: 'write_probes',
  text: `
    with asked as materialized (
      select * from json_to_recordset($1) as x(write int)
    ), probe as (
      insert into write_probe (id, content) values (1, '')
      on conflict (id) do update set content = excluded.content
    )
    select write, 'committed' as outcome from asked`,
  rowOf: (write) => (write.kind === 'probe' ? {} : undefined),
  otherwise: new Error('The probe was not written'),
};
