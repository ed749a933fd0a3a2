/** Workflow commands on standard output, in both forms that the runner obeys. */

export interface WorkflowCommand {
  name: string;
  properties: Record<string, string>;
  message: string;
}

/** `::name key=value,key=value::message`, after white space at most. */
const COMMAND = /^\s*::([a-z-]+)(?: ([^:]*))?::(.*)$/i;

/** `##[name key=value;key=value]message`, the older form: anywhere in a line. */
const OLDER_COMMAND = /##\[([a-z-]+)(?: ([^\]]*))?\](.*)$/i;

function parseCommand(line: string): WorkflowCommand | undefined {
  const match = COMMAND.exec(line) ?? OLDER_COMMAND.exec(line);
  if (!match) return undefined;
  const [, name = '', properties = '', message = ''] = match;
  return {
    name: name.toLowerCase(),
    properties: parseProperties(properties),
    message: unescapeData(message),
  };
}

export function parseCommands(stdout: string): WorkflowCommand[] {
  return stdout.split(/\r?\n/).flatMap((line) => parseCommand(line) ?? []);
}

/**
 * The log as GitHub shows it, which leaves out titles of annotations. A mask hides its value from the next line on: what was printed before
 * stays readable, as it does on GitHub. Only values that were masked literally are hidden (the real
 * runner adds base64 and other forms), so that a test sees what the action forgot.
 */
export function renderLog(stdout: string, masks: readonly string[], debug = false): string {
  const hidden = new Set(masks);
  return stdout
    .split(/\r?\n/)
    .flatMap((line) => {
      const command = parseCommand(line);
      if (command?.name === 'add-mask') for (const value of maskValues(command)) hidden.add(value);
      return mask(command ? renderCommand(command, debug) : [line], hidden);
    })
    .join('\n');
}

/** Every line of a masked value is a mask of its own. */
export function maskValues({ message }: WorkflowCommand): string[] {
  return message.split(/\r?\n/).filter((line) => line.length > 0);
}

function renderCommand({ name, message }: WorkflowCommand, debug: boolean): string[] {
  switch (name) {
    case 'add-mask':
      return ['::add-mask::***'];
    case 'debug':
      return debug ? [`##[debug]${message}`] : [];
    case 'error':
    case 'warning':
    case 'notice':
      return [`${label(name)}: ${message}`];
    default:
      return [message];
  }
}

function label(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function mask(lines: string[], hidden: Set<string>): string[] {
  const longestFirst = [...hidden].sort((a, b) => b.length - a.length);
  return lines.map((line) =>
    longestFirst.reduce((masked, value) => masked.replaceAll(value, '***'), line),
  );
}

function parseProperties(text: string): Record<string, string> {
  const pairs = text.split(/[,;]/).flatMap((pair) => {
    const [key = '', ...value] = pair.split('=');
    return key ? [[key.trim(), unescapeProperty(value.join('='))]] : [];
  });
  return Object.fromEntries(pairs);
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}
