import { readFileSync } from 'node:fs';

/** The last stage of a Dockerfile: what the image is. */
export interface ImageRecipe {
  /** From the build context, as `COPY` has them: same path in and out, or into the working folder. */
  copied: string[];
  env: Record<string, string>;
  entrypoint: string[];
  cmd: string[];
  healthcheck: string[];
  user: string;
  stopSignal: string;
}

export function readDockerfile(path: string): ImageRecipe {
  const instructions = instructionsOf(readFileSync(path, 'utf8'));
  const stage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
  const only = (name: string): string => {
    const [found, ...others] = stage.filter((it) => it.name === name);
    if (!found || others.length > 0) throw new Error(`The last stage should have one ${name}.`);
    return found.rest;
  };
  return {
    copied: stage
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from='))
      .flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1)),
    env: Object.fromEntries(
      only('ENV')
        .split(/\s+/)
        .map((pair): [string, string] => {
          const equals = pair.indexOf('=');
          return [pair.slice(0, equals), pair.slice(equals + 1)];
        }),
    ),
    entrypoint: JSON.parse(only('ENTRYPOINT')),
    cmd: JSON.parse(only('CMD')),
    healthcheck: JSON.parse(only('HEALTHCHECK').replace(/^.*?CMD /, '')),
    user: only('USER'),
    stopSignal: only('STOPSIGNAL'),
  };
}

interface Instruction {
  name: string;
  rest: string;
}

/** https://docs.docker.com/reference/dockerfile/#format */
function instructionsOf(text: string): Instruction[] {
  return text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', ...rest] = line.split(/\s+/);
      return { name: name.toUpperCase(), rest: rest.join(' ') };
    });
}
