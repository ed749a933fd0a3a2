import { listRegistries } from '../../../../flows/admin/registries.ts';
import { type Html, html, written } from '../../../html/html.ts';
import { copyable, emptyState, section, snippet, table } from '../../../html/parts.ts';
import type { SignedInRequest } from '../../../request.ts';
import { settingsFrame } from './frame.ts';

/** What the project's images are called, and how to log in for them. */
export async function registriesSection(request: SignedInRequest): Promise<Html> {
  const { path } = settingsFrame(request);
  const { items } = await request.call(listRegistries, {}, {});
  const hosts = items.flatMap((registry) => registry.hosts.map((host) => ({ host, registry })));
  const [first] = hosts;
  return section(
    'Registry',
    first
      ? html`${table(
          'Registries',
          ['Image names begin with', 'Registry'],
          hosts.map(({ host, registry }) => [
            copyable(`${host}/${path}`, 'Image name'),
            written(registry.name),
          ]),
        )}
<div class="stack"><p>Log in with any token that opens this project. Docker asks for it:</p>
${snippet(`docker login --username x-token ${first.host}`, 'Log in to the registry')}</div>`
      : emptyState(
          'container',
          'No registry',
          'An operator registers one under Installation. Then tokens of this project push and pull there.',
        ),
    {
      id: 'registry',
      description: 'These names, and everything below them, belong to this project.',
    },
  );
}
