import type { Command } from 'commander';
import type { Session } from './administration/session.ts';

type AddCommand = (program: Command, session: Session) => void;

type Commands = Readonly<Record<string, () => Promise<AddCommand>>>;

/** All commands, below the headings of the help. The module of one that is not called need not be loaded. */
const COMMANDS: Readonly<Record<string, Commands>> = {
  'The installation:': {
    serve: async () => (await import('./commands/serve.ts')).addServe,
    apply: async () => (await import('./commands/apply.ts')).addApply,
    export: async () => (await import('./commands/export.ts')).addExport,
    backup: async () => (await import('./commands/backup.ts')).addBackup,
    keys: async () => (await import('./commands/keys.ts')).addKeys,
  },
  'Signing in to a server:': {
    login: async () => (await import('./commands/login.ts')).addLogin,
    logout: async () => (await import('./commands/logout.ts')).addLogout,
  },
  'Administration:': {
    trust: async () => (await import('./commands/trust.ts')).addTrust,
    user: async () => (await import('./commands/user.ts')).addUser,
    organization: async () => (await import('./commands/organization.ts')).addOrganization,
    member: async () => (await import('./commands/member.ts')).addMember,
    invitation: async () => (await import('./commands/invitation.ts')).addInvitation,
    project: async () => (await import('./commands/project.ts')).addProject,
    token: async () => (await import('./commands/token.ts')).addToken,
    issuer: async () => (await import('./commands/issuer.ts')).addIssuer,
    registry: async () => (await import('./commands/registry.ts')).addRegistry,
    builder: async () => (await import('./commands/builder.ts')).addBuilder,
  },
  'What happened, and what to stop:': {
    audit: async () => (await import('./commands/audit.ts')).addAudit,
    revoke: async () => (await import('./commands/revoke.ts')).addRevoke,
  },
  'This program:': {
    completion: async () => (await import('./commands/completion.ts')).addCompletion,
  },
};

/** What is answered without any command. */
const VERSION = ['--version', '-V'];

/**
 * The command that a command line calls. Undefined for what needs all of them: help, completions, and a
 * name that is similar to one of theirs.
 */
export function calledCommand(args: readonly string[]): string | undefined {
  const [word = ''] = args[0] === '--server' ? args.slice(2) : args;
  if (VERSION.includes(word)) return word;
  return Object.values(COMMANDS).some((commands) => Object.hasOwn(commands, word))
    ? word
    : undefined;
}

/** Adds all commands, or only the one that is called. */
export async function addCommands(
  program: Command,
  session: Session,
  called?: string,
): Promise<void> {
  for (const [heading, commands] of Object.entries(COMMANDS)) {
    program.commandsGroup(heading);
    for (const [name, load] of Object.entries(commands)) {
      if (called !== undefined && name !== called) continue;
      const addCommand = await load();
      addCommand(program, session);
    }
  }
}
