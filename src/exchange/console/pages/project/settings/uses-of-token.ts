import type { Permission } from '../../../../../protocol/permissions.ts';
import { type Content, type Html, html } from '../../../html/html.ts';
import { section, snippet } from '../../../html/parts.ts';

interface Usage {
  /** `acme/web`. */
  path: string;
  permissions: readonly Permission[];
  /** Host of the first registry; null: none is registered. */
  registry: string | null;
  /** Address of the project's trust relationships. */
  trust: string;
}

/**
 * Where a token goes, in the words of docs/integrations and docs/registry.md. In none of these lines is it on a
 * command line, which every process of the machine can read and shells keep.
 */
export function usesOfToken(usage: Usage): Html {
  const { path, permissions, registry, trust } = usage;
  const host = registry ?? 'registry.example.com';
  const credential = `dockpass-${path.replaceAll('/', '-')}`;
  const push = permissions.includes('push');
  return section(
    'Use it',
    html`<div class="uses">
${use('Docker', docker(host, path, push), true)}
${use('GitHub Actions', github(trust))}
${use('GitLab CI/CD', gitlab())}
${use('CircleCI', circleci(credential))}
${use('Jenkins', jenkins(credential))}
${use('Kubernetes', kubernetes(host, credential, push))}
</div>`,
    {
      id: 'use',
      description:
        registry === null
          ? 'No registry is registered yet: replace registry.example.com with yours.'
          : 'Paste the token where it is asked for. It is in none of these lines.',
    },
  );
}

/** One is open at a time, without script. */
function use(title: string, body: Content, open = false): Html {
  return html`<details name="use"${open && html` open`}><summary>${title}</summary><div class="use">${body}</div></details>`;
}

const READ = `# asks for the token and shows nothing of it (bash, zsh)
read -rs DOCKPASS_PROJECT_TOKEN`;

function docker(host: string, path: string, push: boolean): Html {
  return html`<p>Docker asks for the password: paste the token.</p>
${snippet(`docker login --username x-token ${host}`, 'Log in to the registry')}
<p>In a script that has the token in a variable:</p>
${snippet(`printf %s "$DOCKPASS_PROJECT_TOKEN" |\n  docker login --username x-token --password-stdin \\\n    ${host}`, 'Log in from a script')}
<p>Images of this project begin with <code>${host}/${path}</code>:</p>
${snippet(`docker ${push ? 'push' : 'pull'} ${host}/${path}:latest`, 'Use an image')}
<p class="muted">The user name is always <code>x-token</code>. Podman, Buildah and Skopeo take the same.</p>`;
}

function github(trust: string): Html {
  return html`<p>A job of GitHub Actions needs no secret: <a href="${trust}">add a trust relationship</a> and use the action. Store the token only for jobs that can’t have ID tokens, in an environment that only your release branch may use.</p>
${snippet('gh secret set DOCKPASS_PROJECT_TOKEN --env registry --repo OWNER/REPOSITORY', 'Store the secret')}
<p class="muted"><code>gh</code> asks for the value. On the web: <strong>Settings &gt; Environments</strong>, the environment, <strong>Add environment secret</strong>.</p>`;
}

function gitlab(): Html {
  return html`<p>In the project, as a Maintainer: <strong>Settings &gt; CI/CD &gt; Variables &gt; Add variable</strong>.</p>
<ul><li>Visibility: <strong>Masked and hidden</strong></li><li><strong>Protect variable</strong>: on, so that only protected branches and tags get it</li><li>Key: <code>DOCKPASS_PROJECT_TOKEN</code></li></ul>
<p>Or with GitLab’s command line:</p>
${snippet(`${READ}\nprintf %s "$DOCKPASS_PROJECT_TOKEN" |\n  glab variable set DOCKPASS_PROJECT_TOKEN --masked --hidden --protected`, 'Store the variable')}`;
}

function circleci(context: string): Html {
  return html`<p>In a context of its own: <strong>Organization Settings &gt; Contexts &gt; Create Context</strong>, named <code>${context}</code>. Open it, <strong>Add Environment Variable</strong>, name <code>DOCKPASS_PROJECT_TOKEN</code>.</p>
<p>Then restrict it, because every member may use a new context: <strong>Add Project Restriction</strong>, and the expression</p>
${snippet('pipeline.git.branch == "main" and not job.ssh.enabled', 'Expression restriction')}`;
}

function jenkins(credential: string): Html {
  return html`<p>In the folder of the job: <strong>Credentials</strong>, its store, <strong>Global credentials (unrestricted) &gt; Add Credentials</strong>. Kind <strong>Secret text</strong>, ID <code>${credential}</code>.</p>
${snippet(
  `withCredentials([string(credentialsId: '${credential}', variable: 'DOCKPASS_PROJECT_TOKEN')]) {
  sh '''
    . ci/docker-login.sh
    docker push "$IMAGE"
  '''
}`,
  'Steps of a Jenkinsfile',
)}
<p class="muted">Single quotes around the script: with double ones Groovy would write the token into it.</p>`;
}

function kubernetes(host: string, name: string, push: boolean): Html {
  return html`<p>A pull secret in the namespace of the pods${push && html`, for which a token with <code>pull</code> alone is enough`}:</p>
${snippet(
  `${READ}
kubectl create -f - <<SECRET
apiVersion: v1
kind: Secret
metadata:
  name: ${name}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths":{"${host}":{"username":"x-token","password":"$DOCKPASS_PROJECT_TOKEN"}}}'
SECRET`,
  'Create the secret',
)}
<p>Name it in the pod:</p>
${snippet(`spec:\n  imagePullSecrets:\n    - name: ${name}`, 'Pod specification')}`;
}
