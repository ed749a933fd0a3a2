/** Members that several kinds of things have, as the API shows and takes them. */

import { z } from 'zod';
import { PERMISSIONS } from '../../../protocol/permissions.ts';
import { descriptionFault, nameFault, userFault } from '../../policy/fields.ts';
import { text } from '../../policy/text.ts';

export const id = z.uuid().meta({ description: 'UUID; it stays when names change.' });

export const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC.' });

export const name = text(nameFault, {
  description: 'Lower-case letters and digits with single hyphens between them, at most 40.',
  examples: ['web'],
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
});

export const description = text(descriptionFault, { description: 'For people.' });

export const email = text(userFault, {
  description: 'E-mail address.',
  examples: ['ada@example.com'],
}).transform((address) => address.toLowerCase());

export const permissions = z.array(z.enum(PERMISSIONS)).min(1);

/** Seconds since the epoch as the API shows them. */
export function shownTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

export function shownTimeOrNull(seconds: number | null): string | null {
  return seconds === null ? null : shownTime(seconds);
}
