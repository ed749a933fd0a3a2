/**
 * What action.yml says of the inputs whose name has a hyphen. Some shells drop variables with such
 * names from the environment (dash does), and a missing input means its default, not "empty".
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  'export-env': 'BUILD_TOKEN',
  'on-unavailable': 'fail',
};

/** An input as the runner hands it over: `INPUT_` and its name in upper case, hyphens kept. */
export function readInput(env: (name: string) => string | undefined, input: string): string {
  return env(inputVariable(input))?.trim() ?? DEFAULTS[input] ?? '';
}

export function inputVariable(input: string): string {
  return `INPUT_${input.toUpperCase()}`;
}
