import { deleteBuilder, getBuilder, setBuilder } from '../../../../flows/admin/builders.ts';
import { Problem } from '../../../../flows/admin/problem.ts';
import { getProject } from '../../../../flows/admin/projects.ts';
import { faultAt, form, textArea, textField } from '../../../html/form.ts';
import { type Html, html, written } from '../../../html/html.ts';
import type { View } from '../../../html/layout.ts';
import { emptyState, facts, section, time } from '../../../html/parts.ts';
import { type Question, questionLink } from '../../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../../request.ts';
import { submitted } from '../../../submitted.ts';
import { authoritiesOf } from './authorities.ts';
import { questionView, settingsFrame } from './frame.ts';

type Builder = NonNullable<Awaited<ReturnType<typeof builderOf>>>;

/** Null: none is set, of a project that is there. */
async function builderOf(request: SignedInRequest) {
  const { ids } = settingsFrame(request);
  try {
    return await request.call(getBuilder, ids, undefined);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
    await request.call(getProject, ids, undefined);
    return null;
  }
}

export async function builderSection(
  request: SignedInRequest,
  { changing }: { changing: boolean },
): Promise<Html> {
  const { settings } = settingsFrame(request);
  const builder = await builderOf(request);
  const actions =
    changing &&
    html`<a class="button" href="${settings}/builder">${builder ? 'Change builder' : 'Set builder'}</a>${builder && questionLink(deletion(request), { id: 'delete-builder', label: 'Remove', formKey: request.formKey })}`;
  return section(
    'Builder',
    html`${
      builder
        ? facts([
            ['Endpoint', html`<code>${builder.endpoint}</code>`],
            ['Server name', html`<code>${builder.server_name}</code>`],
            ['Server CA', html`${certificateCount(builder)}`],
            ['Set', time(builder.created_at, request.now)],
          ])
        : emptyState(
            'server',
            'No builder',
            'With a builder, jobs build on a machine of yours instead of on their runner, with a cache that the next job finds.',
          )
    }${await authoritiesOf(request, { changing })}`,
    {
      id: 'builder',
      description: 'A BuildKit daemon that admits the jobs of this project and nobody else.',
      actions,
    },
  );
}

function certificateCount({ server_ca }: Builder): string {
  const count = server_ca.split('-----BEGIN CERTIFICATE-----').length - 1;
  return count === 1 ? '1 certificate' : `${count} certificates`;
}

export const builderPage: SignedInPage = async (request) =>
  builderView(request, await builderOf(request), null);

function builderView(
  request: SignedInRequest,
  builder: Builder | null,
  problem: Problem | null,
): View {
  const { settings, formPage } = settingsFrame(request);
  const { form: values } = request;
  return {
    ...formPage,
    title: builder ? 'Change builder' : 'Set builder',
    body: form({
      action: `${settings}/builder`,
      formKey: request.formKey,
      problem,
      submit: 'Save builder',
      cancel: `${settings}#builder`,
      body: html`${textField({
        name: 'endpoint',
        label: 'Endpoint',
        value: values.get('endpoint') ?? builder?.endpoint ?? '',
        required: true,
        placeholder: 'tcp://builder.example.com:1234',
        hint: 'Where buildkitd listens, as buildx takes it.',
        fault: faultAt(problem, '/endpoint'),
      })}${textField({
        name: 'server_name',
        label: 'Server name',
        value: values.get('server_name') ?? builder?.server_name ?? '',
        placeholder: 'builder.example.com',
        hint: 'The name in the builder’s certificate. Leave it empty to use the host of the endpoint.',
        fault: faultAt(problem, '/server_name'),
      })}${textArea({
        name: 'server_ca',
        label: 'Server CA',
        rows: 8,
        value: values.get('server_ca') ?? builder?.server_ca ?? '',
        placeholder: '-----BEGIN CERTIFICATE-----',
        hint: 'PEM: the certificates that the builder’s own is verified with. Nothing else counts.',
        fault: faultAt(problem, '/server_ca'),
      })}`,
    }),
  };
}

export const sendBuilder: SignedInPage = async (request) => {
  const { ids, settings } = settingsFrame(request);
  const { call, form: values } = request;
  const serverName = values.get('server_name') ?? '';
  return await submitted(
    async () => {
      await call(setBuilder, ids, {
        endpoint: values.get('endpoint') ?? '',
        ...(serverName !== '' && { server_name: serverName }),
        server_ca: values.get('server_ca') ?? '',
      });
      return redirect(`${settings}#builder`, 'builder-saved');
    },
    async (problem) => builderView(request, await builderOf(request), problem),
  );
};

function deletion(request: SignedInRequest): Question {
  const { settings, path } = settingsFrame(request);
  return {
    address: `${settings}/builder/delete`,
    title: 'Remove the builder?',
    body: html`<p>Jobs of ${written(path)} get no more builder credentials. Certificates that are out end with their build tokens. The builder authorities stay.</p>`,
    submit: 'Remove builder',
  };
}

export const deleteBuilderPage: SignedInPage = async (request) => {
  await request.call(getBuilder, settingsFrame(request).ids, undefined);
  return questionView(request, deletion(request), '#builder');
};

export const sendDeleteBuilder: SignedInPage = async (request) => {
  const { ids, settings } = settingsFrame(request);
  return await submitted(
    async () => {
      await request.call(deleteBuilder, ids, undefined);
      return redirect(`${settings}#builder`, 'builder-deleted');
    },
    async (problem) => questionView(request, deletion(request), '#builder', problem),
  );
};
