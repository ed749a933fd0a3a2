import { Refusal } from '../refusal.ts';

/**
 * Nobody is given a project that they did not name where somebody else may have chosen it for them: whoever
 * may create trust relationships can create one for any repository.
 */
export function projectRequired(remedy: string): Refusal {
  return new Refusal('project_required', `The request names no project. ${remedy}`);
}
