import { Problem } from '../../flows/admin/problem.ts';
import { problemAnswer } from '../../http/statuses.ts';
import { Refusal } from '../../refusal.ts';
import type { Log } from '../../system/log.ts';
import { html } from '../html/html.ts';
import { type Icon, icon } from '../html/icon.ts';
import type { View } from '../html/layout.ts';

/** What heads a problem page, in words for people; others have the title of the API's problem document. */
const HEADINGS: Readonly<Record<number, readonly [title: string, symbol: Icon]>> = {
  401: ['Sign in again', 'log-out'],
  403: ['You can’t do this', 'shield-check'],
  404: ['Page not found', 'search'],
  410: ['This link no longer works', 'link'],
  429: ['Too many requests', 'clock'],
  500: ['Something went wrong', 'triangle-alert'],
  503: ['Unavailable right now', 'triangle-alert'],
};

const NOT_FOUND = 'There is nothing at this address, or it is not yours to see.';

/** Why there is no page, and what to do instead. */
export function failureView(error: unknown, log: Log): View {
  if (error instanceof Problem) {
    const { status, title } = problemAnswer(error.code);
    return view(status, title, error.code === 'not_found' ? NOT_FOUND : error.message);
  }
  if (error instanceof Refusal) {
    const { status, title } = problemAnswer(error);
    if (status >= 500) log.error({ err: error }, 'a page could not be shown');
    return view(status, title, error.message);
  }
  log.error({ err: error }, 'a page failed');
  const { status, title } = problemAnswer('internal_error');
  return view(status, title, 'Try again. If it happens again, tell the operator when it happened.');
}

export function notFoundView(): View {
  return view(404, '', NOT_FOUND);
}

function view(status: number, otherwise: string, message: string): View {
  const [title, symbol] = HEADINGS[status] ?? [otherwise, 'circle-alert'];
  return {
    title,
    status,
    narrow: true,
    body: html`<div class="problem">${icon(symbol)}<p class="lead">${message}</p></div><p><a class="button" href="/projects">Go to your projects</a></p>`,
  };
}
