import { parse } from 'yaml';

/** What a CI system makes of a file of its own. */
export interface Job {
  env: Record<string, string>;
  /** Runs `script` as a file. */
  shell: readonly string[];
  script: string;
}

type Variables = Readonly<Record<string, string>>;

export interface System {
  page: string;
  file: string;
  /** Variables that the system sets by itself, and that the page uses. */
  predefined: Variables;
  /** `secret` undefined: the system does not hand it to this job. */
  job(file: string, secret: string | undefined): Job;
}

const SECRET = 'DOCKPASS_PROJECT_TOKEN';

/** One line of the list is one system that has a page. */
export const SYSTEMS: Readonly<Record<string, System>> = {
  'GitHub Actions': actions('github-actions.md', '.github/workflows/image.yml'),
  'Forgejo Actions': actions('forgejo-actions.md', '.forgejo/workflows/image.yaml'),
  'GitLab CI/CD': {
    page: 'gitlab-ci.md',
    file: '.gitlab-ci.yml',
    predefined: { CI_COMMIT_SHORT_SHA: '1ecfd275' },
    /** https://docs.gitlab.com/ci/variables/#exporting-variables: both scripts in one shell. */
    job(file, secret) {
      const { variables, before_script, script } = parse(file)['push-image'];
      return {
        env: { ...expandAll(variables, this.predefined), ...given(secret) },
        // https://docs.gitlab.com/runner/shells/: bash, or sh where there is none, as in docker:28.
        shell: ['sh', '-e'],
        script: [...before_script, ...script].join('\n'),
      };
    },
  },
  CircleCI: {
    page: 'circleci.md',
    file: '.circleci/config.yml',
    predefined: { CIRCLE_SHA1: '1ecfd275' },
    /** https://circleci.com/docs/reference/configuration-reference/#default-shell-options */
    job(file, secret) {
      const { jobs, workflows } = parse(file);
      const { context } = workflows.main.jobs[0]['push-image'];
      const { environment, steps } = jobs['push-image'];
      const { run } = steps.find((step: object) => typeof step === 'object' && 'run' in step);
      return {
        env: { ...environment, ...this.predefined, ...(context ? given(secret) : {}) },
        shell: ['bash', '-eo', 'pipefail'],
        script: run.command,
      };
    },
  },
  Buildkite: {
    page: 'buildkite.md',
    file: '.buildkite/pipeline.yml',
    predefined: { BUILDKITE_BUILD_NUMBER: '17' },
    /** https://buildkite.com/docs/agent/cli/reference/pipeline#environment-variable-substitution */
    job(file, secret) {
      const [step] = parse(expand(file, this.predefined)).steps;
      const asked = step.secrets.includes(SECRET);
      return {
        env: { ...step.env, ...this.predefined, ...(asked ? given(secret) : {}) },
        shell: ['bash', '-e'],
        script: step.command,
      };
    },
  },
  Jenkins: {
    page: 'jenkins.md',
    file: 'Jenkinsfile',
    predefined: { BUILD_NUMBER: '17' },
    /** https://www.jenkins.io/doc/pipeline/steps/workflow-durable-task-step/#sh-shell-script */
    job(file, secret) {
      const constants = [...file.matchAll(/^ +(\w+) = '([^']*)'$/gm)];
      const [, variable = ''] =
        /string\(credentialsId: '[^']+', variable: '(\w+)'\)/.exec(file) ?? [];
      const [, script = ''] = /sh '''\n([\s\S]*?)'''/.exec(file) ?? [];
      return {
        env: {
          ...Object.fromEntries(constants.map(([, name = '', value = '']) => [name, value])),
          ...this.predefined,
          ...(secret !== undefined && { [variable]: secret }),
        },
        shell: ['sh', '-xe'],
        script,
      };
    },
  },
  'a plain shell': {
    page: 'shell.md',
    file: 'push-image.sh',
    predefined: {},
    job: (script) => ({ env: {}, shell: ['sh'], script }),
  },
};

interface ActionsJob {
  env: Variables;
  steps: { run?: string; env?: Variables }[];
}

/** GitHub's workflow syntax; Forgejo and Gitea read what is used of it here in the same way. */
function actions(page: string, file: string): System {
  return {
    page,
    file,
    predefined: {},
    job(text, secret) {
      const { env, steps }: ActionsJob = parse(text).jobs.image;
      const step = steps.find(({ run }) => run !== undefined);
      const contexts = { 'github.sha': '1ecfd275', [`secrets.${SECRET}`]: secret ?? '' };
      const evaluate = (value: string) =>
        value.replaceAll(/\$\{\{ (\S+) \}\}/g, (_, name: string) => lookUp(contexts, name));
      const variables = Object.entries({ ...env, ...step?.env });
      return {
        env: Object.fromEntries(variables.map(([name, value]) => [name, evaluate(value)])),
        // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#defaultsrunshell
        shell: ['bash', '-e'],
        script: step?.run ?? '',
      };
    },
  };
}

function given(secret: string | undefined): Record<string, string> {
  return secret === undefined ? {} : { [SECRET]: secret };
}

function expandAll(variables: Variables, known: Variables): Record<string, string> {
  const pairs = Object.entries(variables).map(([name, value]) => [name, expand(value, known)]);
  return Object.fromEntries(pairs);
}

function expand(text: string, known: Variables): string {
  return text.replaceAll(/\$(\w+)/g, (_, name: string) => lookUp(known, name));
}

function lookUp(known: Variables, name: string): string {
  const value = known[name];
  if (value === undefined) throw new Error(`nobody sets ${name}`);
  return value;
}
