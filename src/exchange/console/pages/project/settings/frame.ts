import type { Problem } from '../../../../flows/admin/problem.ts';
import type { View } from '../../../html/layout.ts';
import { type Question, questionForm } from '../../../html/question.ts';
import type { SignedInRequest } from '../../../request.ts';
import { mayChange } from '../../roles.ts';
import { type ProjectFrame, projectFrame } from '../frame.ts';

/** What the pages below a project's settings have in common. */
export interface SettingsFrame extends ProjectFrame {
  /** `/projects/acme/web/settings`. */
  settings: string;
  /** Name of the organization. */
  organization: string;
  /** What pages with one form begin with. */
  formPage: ReturnType<ProjectFrame['frame']> & { narrow: true };
}

export function settingsFrame(request: SignedInRequest): SettingsFrame {
  const place = projectFrame(request);
  return {
    ...place,
    settings: `${place.base}/settings`,
    organization: request.params.organization ?? '',
    formPage: { ...place.frame('settings'), narrow: true },
  };
}

/** Whether to offer what changes something. */
export async function mayChangeProject(request: SignedInRequest): Promise<boolean> {
  return await mayChange(request, request.params.organization ?? '');
}

/** A page that asks before something is done. `back`: a part of the settings. */
export function questionView(
  request: SignedInRequest,
  question: Question,
  back: string,
  problem: Problem | null = null,
): View {
  const { settings, formPage } = settingsFrame(request);
  return {
    ...formPage,
    title: question.title,
    body: questionForm(question, {
      formKey: request.formKey,
      cancel: `${settings}${back}`,
      problem,
    }),
  };
}
