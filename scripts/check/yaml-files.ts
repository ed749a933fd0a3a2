import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface YamlFile {
  path: string;
  text: string;
}

/** Workflows that GitHub runs here, and those that readers are told to copy. */
const WORKFLOW_FOLDERS = ['.github/workflows', 'examples/workflows'];

/** The same, within a page. */
const PAGES_WITH_WORKFLOWS = ['docs/integrations/github-actions.md'];

export function workflowFiles(): YamlFile[] {
  const files = WORKFLOW_FOLDERS.filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
    .filter((path) => /\.ya?ml$/.test(path))
    .map(read);
  return [...files, ...PAGES_WITH_WORKFLOWS.flatMap(workflowsIn)];
}

/** Its fenced blocks that name a file: ```` ```yaml .github/workflows/image.yml ````. */
function workflowsIn(page: string): YamlFile[] {
  const blocks = read(page).text.matchAll(/^```yaml (\S+)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, name = '', text = '']) => ({ path: `${page}/${name}`, text }));
}

export function actionFile(): YamlFile {
  return read('action.yml');
}

function read(path: string): YamlFile {
  return { path, text: readFileSync(path, 'utf8') };
}
