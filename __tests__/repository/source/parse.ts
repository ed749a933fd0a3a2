/**
 * What each source file imports, reaches for and does on import, as the compiler sees it.
 *
 * TypeScript 7 parses in a process of its own, behind `typescript/unstable/sync`. Text goes in and
 * facts come out, so that the rules can also be tried on files that exist only in a test.
 */

import type { SourceFile } from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API, type Checker, type Project } from 'typescript/unstable/sync';
import { type Effect, effectsOf } from './effects.ts';
import { type GlobalUse, globalsOf } from './globals.ts';
import { type Import, importsOf } from './imports.ts';

export interface Source {
  /** From the repository's root, with forward slashes. */
  path: string;
  lines: number;
  imports: readonly Import[];
  globals: readonly GlobalUse[];
  effects: readonly Effect[];
}

/** The files of one repository: path from its root → text. */
export type Tree = Readonly<Record<string, string>>;

/** Without the default library, a name that resolves to no declaration is a global of Node. */
const CONFIG = JSON.stringify({ compilerOptions: { noLib: true, types: [] }, include: ['**/*'] });

/** Many trees share one compiler. Throws for text that is not TypeScript. */
export function parse(trees: readonly Tree[]): Source[][] {
  const rooted = trees.flatMap((tree, index) => [
    [configOf(index), CONFIG],
    ...Object.entries(tree).map(([path, text]) => [fileOf(index, path), text]),
  ]);
  const api = new API({ cwd: '/', fs: createVirtualFileSystem(Object.fromEntries(rooted)) });
  try {
    const snapshot = api.updateSnapshot({ openProjects: trees.map((_, index) => configOf(index)) });
    return trees.map((tree, index) => {
      const project = snapshot.getProject(configOf(index));
      if (!project) throw new Error('The compiler did not open the project.');
      return Object.entries(tree).map(([path, text]) => {
        const file = syntaxOf(project, fileOf(index, path));
        return sourceOf(path, text, file, project.checker);
      });
    });
  } finally {
    api.close();
  }
}

function configOf(index: number): string {
  return `/${index}/tsconfig.json`;
}

function fileOf(index: number, path: string): string {
  return `/${index}/${path}`;
}

function syntaxOf({ program }: Project, name: string): SourceFile {
  const file = program.getSourceFile(name);
  if (!file) throw new Error(`The compiler did not read ${name}.`);
  const [fault] = program.getSyntacticDiagnostics(name);
  if (fault) throw new Error(`${name} is not TypeScript: ${fault.text}`);
  return file;
}

function sourceOf(path: string, text: string, file: SourceFile, checker: Checker): Source {
  return {
    path,
    lines: text.trimEnd().split('\n').length,
    imports: importsOf(file, path),
    globals: globalsOf(file, checker),
    effects: effectsOf(file),
  };
}
