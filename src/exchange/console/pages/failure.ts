import { Problem } from '../../flows/admin/problem.ts';
import { problemAnswer } from '../../http/statuses.ts';
import { Refusal } from '../../refusal.ts';
import type { Log } from '../../system/log.ts';
import { html } from '../html/html.ts';
import type { View } from '../html/layout.ts';

/** Why there is no page, and what to do instead. */
export function failureView(error: unknown, log: Log): View {
  if (error instanceof Problem) {
    const { status, title } = problemAnswer(error.code);
    return view(status, title, error.message);
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
  return view(
    404,
    'Page not found',
    'There is nothing at this address, or it is not yours to see.',
  );
}

function view(status: number, title: string, message: string): View {
  return {
    title,
    status,
    narrow: true,
    body: html`<p class="lead">${message}</p><p><a class="button" href="/projects">Go to your projects</a></p>`,
  };
}
