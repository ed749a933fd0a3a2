import { z } from 'zod';
import { shownTime, shownTimeOrNull, time } from './fields.ts';
import { read } from './operation.ts';
import { project } from './projects.ts';

const HOURS = 24;

const HOUR = 60 * 60;

/** Events of each hour that are looked at: a few milliseconds in all. */
const MOST = 500;

const count = z.int().meta({ description: `At most ${MOST}.` });

const shape = z
  .object({
    last_exchange_at: time.nullable().meta({
      description: 'When a trust relationship that there is last admitted a job, to a minute.',
    }),
    hours: z
      .array(
        z.object({
          hour: time.meta({ description: 'When it began.' }),
          granted: count,
          refused: count,
          more: z
            .boolean()
            .meta({ description: 'Whether there were more, and these are the least.' }),
        }),
      )
      .meta({ description: `The last ${HOURS}, the oldest first; the last one is not over.` }),
  })
  .meta({ id: 'ProjectActivity', description: 'How much was asked of a project lately.' });

/** Numbers alone: what happened, only admins read. */
export const getProjectActivity = read({
  name: 'project.get_activity',
  summary: 'How often a project was granted and refused, hour by hour',
  access: 'member',
  target: project,
  answer: shape,
  async read({ entity, records, now }) {
    const first = (Math.floor(now / HOUR) - HOURS + 1) * HOUR;
    const since = shownTime(first);
    const counted = await records.projectActivity.byHour(entity, since, MOST);
    const [latest] = await records.projectActivity.latest([entity.id], since, 0);
    const byHour = new Map(counted.map(({ hour, ...counts }) => [hour, counts]));
    const hours = Array.from({ length: HOURS }, (_, index) => {
      const hour = shownTime(first + index * HOUR);
      const none = { granted: 0, refused: 0, more: false };
      return { hour, ...none, ...byHour.get(hour.slice(0, 'YYYY-MM-DDTHH'.length)) };
    });
    return { last_exchange_at: shownTimeOrNull(latest?.lastExchangeAt ?? null), hours };
  },
});
