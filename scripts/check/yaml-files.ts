import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface YamlFile {
  path: string;
  text: string;
}

/** Workflows that GitHub runs here, and those that readers are told to copy. */
const WORKFLOW_FOLDERS = ['.github/workflows', 'examples/workflows'];

export function workflowFiles(): YamlFile[] {
  return WORKFLOW_FOLDERS.filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
    .filter((path) => /\.ya?ml$/.test(path))
    .map(read);
}

export function actionFile(): YamlFile {
  return read('action.yml');
}

function read(path: string): YamlFile {
  return { path, text: readFileSync(path, 'utf8') };
}
