/** Members that several kinds of things have, as the API shows and takes them. */

import { z } from 'zod';
import { PERMISSIONS } from '../../../protocol/permissions.ts';
import { descriptionFault, nameFault, timeFault, userFault } from '../../policy/fields.ts';
import { text } from '../../policy/text.ts';
import { ROLES } from '../../tokens/roles.ts';
import { Problem } from './problem.ts';

export const id = z
  .uuid({ error: 'is not a valid id; write it as the API shows it, a UUID' })
  .meta({ description: 'UUID; it stays when names change.' });

/** Of a key that the exchange has made. */
export const thumbprint = z
  .string()
  .regex(/^[\w-]{43}$/)
  .meta({ description: 'RFC 7638 thumbprint of the key.' });

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

/** Seconds since the epoch once it is read. */
export const expiry = text(timeFault, {
  description: 'When it ends: a date (its start, in UTC) or a time with zone, in the future.',
  examples: ['2027-01-31', '2027-01-31T18:00:00Z'],
}).transform((time) => Math.floor(Date.parse(time) / 1000));

export const role = z.enum(ROLES).meta({ description: 'An admin also changes what there is.' });

export const permissions = z.array(z.enum(PERMISSIONS)).min(1);

/** What `expires_at` says, if it is still to come. */
export function requireFuture(expiresAt: number | null, now: number): void {
  if (expiresAt === null || expiresAt > now) return;
  throw new Problem('invalid_request', 'The request asks for something that has ended already.', [
    { at: '/expires_at', detail: 'is in the past; name a time to come, or leave it out' },
  ]);
}

/** Seconds since the epoch as the API shows them. */
export function shownTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

export function shownTimeOrNull(seconds: number | null): string | null {
  return seconds === null ? null : shownTime(seconds);
}
