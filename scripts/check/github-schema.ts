import { registerHooks } from 'node:module';
import { type Check, verdictOn } from './check.ts';
import { actionFile, workflowFiles, type YamlFile } from './yaml-files.ts';

/** action.yml and the workflows against GitHub's own parser, which knows `using: node24`. */
export const githubSchema: Check = {
  name: 'action.yml and workflows as GitHub reads them',
  run: async () => {
    const validate = await loadValidate();
    const files = [actionFile(), ...workflowFiles()];
    const problems = await Promise.all(files.map((file) => problemsOf(file, validate)));
    return verdictOn(problems.flat());
  },
};

type Validate = typeof import('@actions/languageservice')['validate'];

/** The package imports JSON without the attribute on which Node insists. */
async function loadValidate(): Promise<Validate> {
  const hooks = registerHooks({
    load: (url, context, next) =>
      next(url, url.endsWith('.json') ? { ...context, importAttributes: JSON_MODULE } : context),
  });
  try {
    return (await import('@actions/languageservice')).validate;
  } finally {
    hooks.deregister();
  }
}

const JSON_MODULE = { type: 'json' };

async function problemsOf({ path, text }: YamlFile, validate: Validate): Promise<string[]> {
  const document = { uri: `file:///${path}`, getText: () => text } as Parameters<Validate>[0];
  const diagnostics = await validate(document);
  return diagnostics.map(({ range, message }) => {
    const said = typeof message === 'string' ? message : message.value;
    return `${path}:${range.start.line + 1} ${said}`;
  });
}
