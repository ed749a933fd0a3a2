import { listRegistryRoots } from '../../../flows/admin/machine-keys.ts';
import type { Problem } from '../../../flows/admin/problem.ts';
import {
  createRegistry,
  deleteRegistry,
  getRegistry,
  listRegistries,
  updateRegistry,
} from '../../../flows/admin/registries.ts';
import { distributionConfig } from '../../../registry/distribution-config.ts';
import { faultAt, form, textArea, textField } from '../../html/form.ts';
import { type Html, html, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import type { View } from '../../html/layout.ts';
import { emptyState, facts, nextPage, section, snippet, table, time } from '../../html/parts.ts';
import { type Question, questionLink } from '../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { submitted } from '../../submitted.ts';
import { installationFrame, questionView } from './frame.ts';

const REGISTRIES = '/installation/registries';

/** Where the registry's configuration looks for the certificate, as the command line writes it. */
const BUNDLE = '/etc/docker/registry/dockpass.pem';

type Registry = Awaited<ReturnType<typeof registryOf>>;

export const registriesPage: SignedInPage = async ({ call, query, now }) => {
  const after = query.get('after');
  const { items, next } = await call(listRegistries, {}, { ...(after && { after }) });
  const create = html`<a class="button primary" href="${REGISTRIES}/new">${icon('plus')} Register registry</a>`;
  return {
    ...installationFrame('registries'),
    title: 'Registries',
    actions: items.length > 0 && create,
    body:
      items.length === 0
        ? emptyState(
            'container',
            'No registries',
            'A registered registry asks the exchange who may pull and push, and needs no accounts of its own.',
            create,
          )
        : html`${table(
            'Registries',
            ['Registry', 'Hosts', 'Registered'],
            items.map(({ id, name, hosts, created_at }) => [
              html`<a class="strong" href="${REGISTRIES}/${id}">${written(name)}</a>`,
              hosts.map((host) => html`<div><code>${host}</code></div>`),
              time(created_at, now),
            ]),
          )}${nextPage(next && `${REGISTRIES}?after=${next}`)}`,
  };
};

export const createRegistryPage: SignedInPage = async (request) => createView(request, null);

function createView(request: SignedInRequest, problem: Problem | null): View {
  const { form: values, formKey } = request;
  return {
    ...installationFrame('registries', [{ label: 'Registries', href: REGISTRIES }]),
    narrow: true,
    title: 'Register registry',
    body: form({
      action: `${REGISTRIES}/new`,
      formKey,
      once: values.get('once') ?? request.newOnce(),
      problem,
      submit: 'Register registry',
      cancel: REGISTRIES,
      body: html`${textField({
        name: 'name',
        label: 'Name',
        value: values.get('name') ?? '',
        required: true,
        placeholder: 'registry.example.com',
        hint: 'What the registry calls itself in its configuration (auth.token.service). Its host name does well.',
        fault: faultAt(problem, '/name'),
      })}${hostsField(values.get('hosts') ?? '', problem)}`,
    }),
  };
}

function hostsField(value: string, problem: Problem | null): Html {
  return textArea({
    name: 'hosts',
    label: 'Hosts',
    rows: 3,
    value,
    placeholder: 'registry.example.com',
    hint: 'As in the names of images: host or host:port, one a line.',
    fault: faultAt(problem, '/hosts'),
  });
}

function hostsOf(values: URLSearchParams): string[] {
  return (values.get('hosts') ?? '').split(/\s+/).filter((host) => host !== '');
}

export const sendCreateRegistry: SignedInPage = async (request) => {
  const { call, form: values } = request;
  return await submitted(
    async () => {
      const sent = { name: values.get('name')?.trim() ?? '', hosts: hostsOf(values) };
      const { id } = await call(createRegistry, {}, sent, values.get('once'));
      return redirect(`${REGISTRIES}/${id}`, 'registry-created');
    },
    async (problem) => createView(request, problem),
  );
};

async function registryOf({ call, params }: SignedInRequest) {
  return await call(getRegistry, { registry_id: params.registry ?? '' }, undefined);
}

export const registryPage: SignedInPage = async (request) => {
  const registry = await registryOf(request);
  const { call, now, url, formKey } = request;
  const { id, name, hosts, created_at } = registry;
  const { items: roots } = await call(listRegistryRoots, {}, undefined);
  const config = distributionConfig({ url, service: name, bundle: BUNDLE });
  return {
    ...installationFrame('registries', [{ label: 'Registries', href: REGISTRIES }]),
    title: name,
    body: html`${section(
      'About',
      facts([
        ['Hosts', hosts.map((host) => html`<div><code>${host}</code></div>`)],
        ['Registered', time(created_at, now)],
      ]),
      {
        actions: html`<a class="button" href="${REGISTRIES}/${id}/hosts">Change hosts</a>${questionLink(deletion(registry), { id: 'delete-registry', label: 'Delete', formKey })}`,
      },
    )}${section(
      'Configuration',
      html`<div class="stack"><p>For the CNCF’s distribution, 2.8 and 3. Storage and address are examples; what matters is <code>auth</code>.</p>${snippet(config, 'config.yml')}<p>Or on the exchange’s machine: <code>dockpass registry config ${name}</code></p></div>`,
    )}${section(
      'Root certificate',
      html`<div class="stack">${
        roots.length === 0
          ? html`<p>None yet: it is created when the first registry token is asked for. To create it now, run this on the exchange’s machine:</p>${snippet(`dockpass registry config ${name} --certificate > dockpass.pem`, 'Create the root')}`
          : html`${roots.length > 1 && html`<p>There are ${roots.length}: registries need all of them until the older ones are retired.</p>`}${snippet(roots.map(({ certificate }) => certificate.trim()).join('\n'), 'dockpass.pem')}`
      }</div>`,
      {
        description: html`The registry trusts what it vouches for, as <code>rootcertbundle</code>. It is public, and stays the same until you replace it.`,
      },
    )}`,
  };
};

export const hostsPage: SignedInPage = async (request) =>
  hostsView(request, await registryOf(request), null);

function hostsView(request: SignedInRequest, registry: Registry, problem: Problem | null): View {
  const { id, name, hosts } = registry;
  return {
    ...installationFrame('registries', [
      { label: 'Registries', href: REGISTRIES },
      { label: name, href: `${REGISTRIES}/${id}` },
    ]),
    narrow: true,
    title: 'Change hosts',
    body: form({
      action: `${REGISTRIES}/${id}/hosts`,
      formKey: request.formKey,
      problem,
      submit: 'Save hosts',
      cancel: `${REGISTRIES}/${id}`,
      body: hostsField(request.form.get('hosts') ?? hosts.join('\n'), problem),
    }),
  };
}

export const sendHosts: SignedInPage = async (request) => {
  const registry = await registryOf(request);
  return await submitted(
    async () => {
      const hosts = hostsOf(request.form);
      await request.call(updateRegistry, { registry_id: registry.id }, { hosts });
      return redirect(`${REGISTRIES}/${registry.id}`, 'registry-saved');
    },
    async (problem) => hostsView(request, registry, problem),
  );
};

function deletion({ id, name }: Pick<Registry, 'id' | 'name'>): Question {
  return {
    address: `${REGISTRIES}/${id}/delete`,
    title: 'Delete this registry?',
    body: html`<p>No more tokens are issued for ${written(name)}, in any organization. Those that are out end within five minutes. Its images stay where they are.</p>`,
    submit: 'Delete registry',
  };
}

export const deleteRegistryPage: SignedInPage = async (request) => {
  const registry = await registryOf(request);
  const back = `${REGISTRIES}/${registry.id}`;
  return questionView(request, deletion(registry), { tab: 'registries', back });
};

export const sendDeleteRegistry: SignedInPage = async (request) => {
  const registry = await registryOf(request);
  const back = `${REGISTRIES}/${registry.id}`;
  return await submitted(
    async () => {
      await request.call(deleteRegistry, { registry_id: registry.id }, undefined);
      return redirect(REGISTRIES, 'registry-deleted');
    },
    async (problem) =>
      questionView(request, deletion(registry), { tab: 'registries', back, problem }),
  );
};
