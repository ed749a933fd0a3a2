/** Spellings that pages have shown and that still work, by their first words. */
const FORMER: readonly (readonly [was: readonly string[], is: readonly string[]])[] = [
  [
    ['registry', 'add'],
    ['registry', 'set'],
  ],
  [
    ['registry', 'remove'],
    ['registry', 'delete'],
  ],
  [['registry-config'], ['registry', 'config']],
  [
    ['builder', 'remove'],
    ['builder', 'delete'],
  ],
];

const AUDIT_COMMANDS = ['list', 'show', 'export', 'help'];
const FLAGS_OF_HELP = ['-h', '--help'];

/** A command line in today's spelling, and what to write now if it was in an older one. */
export function todaysSpelling(args: readonly string[]): {
  args: readonly string[];
  note?: string;
} {
  const now = respelled(args);
  if (!now) return { args };
  return { args: now.args, note: `'dockpass ${now.was}' is now 'dockpass ${now.is}'` };
}

function respelled(args: readonly string[]) {
  for (const [was, is] of FORMER)
    if (was.every((word, index) => args[index] === word))
      return { args: [...is, ...args.slice(was.length)], was: was.join(' '), is: is.join(' ') };
  const [command, next = ''] = args;
  if (command !== 'audit' || FLAGS_OF_HELP.includes(next)) return undefined;
  // Once, this exported: what an export goes on with says so.
  const asExport = args.some((word) => /^--after(?:=|$)/.test(word));
  if (next === 'list' && asExport)
    return {
      args: ['audit', 'export', ...args.slice(2)],
      was: 'audit list --after',
      is: 'audit export --after',
    };
  if (AUDIT_COMMANDS.includes(next)) return undefined;
  const is = asExport ? 'export' : 'list';
  return {
    args: ['audit', is, ...args.slice(1)],
    was: asExport ? 'audit --after' : 'audit',
    is: `audit ${is}`,
  };
}
