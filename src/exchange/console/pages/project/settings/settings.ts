import { getProject } from '../../../../flows/admin/projects.ts';
import { html } from '../../../html/html.ts';
import type { SignedInPage } from '../../../request.ts';
import { builderSection } from './builder.ts';
import { mayChangeProject, settingsFrame } from './frame.ts';
import { generalSection } from './general.ts';
import { oidcOnlySection } from './oidc-only.ts';
import { registriesSection } from './registries.ts';
import { tokensSection } from './tokens.ts';

export const settingsPage: SignedInPage = async (request) => {
  const { ids, frame } = settingsFrame(request);
  const project = await request.call(getProject, ids, undefined);
  const changing = await mayChangeProject(request);
  return {
    ...frame('settings'),
    title: 'Settings',
    body: html`${await tokensSection(request, { oidcOnly: project.oidc_only, changing })}
${await oidcOnlySection(request, { changing })}
${await builderSection(request, { changing })}
${await registriesSection(request)}
${changing && generalSection(request)}`,
  };
};
