import { type Command, InvalidArgumentError, Option } from 'commander';
import { listSigningKeys, rotateSigningKeys } from '../../exchange/flows/admin/machine-keys.ts';
import { PUBLISHED_AFTER_RETIREMENT } from '../../exchange/signing/keys.ts';
import { formatLifetime, parseLifetime } from '../../protocol/lifetime.ts';
import type { Session } from '../administration/session.ts';
import { type JsonOptions, jsonOption, printEntries, printJson } from '../output/print.ts';
import { styled } from '../output/text.ts';
import { printLines } from '../terminal.ts';

const HELP = `
Running exchanges use the new key within seconds. Old keys no longer sign, their private parts are
deleted, and they stay in the key set (/.well-known/jwks.json) for a while, so that what they signed can
still be verified. --keep also shortens what an earlier rotation has left for longer.

Examples:
  dockpass keys rotate              as a routine
  dockpass keys rotate --keep 1s    when the old key may be exposed`;

export function addKeys(program: Command, session: Session): void {
  const keys = program
    .command('keys')
    .summary("manage the exchange's own signing keys")
    .description(
      "Manage the keys that the exchange itself signs with. Issuers' keys are not stored.",
    );
  keys
    .command('list')
    .summary('list signing keys')
    .description(
      'List the keys that the exchange signs with, and older ones that are still published.',
    )
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass keys list')
    .action((options: JsonOptions) => list(options, session));
  keys
    .command('rotate')
    .summary('sign with a new key')
    .description('Create a new signing key and retire the others.')
    .addOption(
      new Option('--keep <DURATION>', 'how long old keys stay published: 7d, 12h, or seconds')
        .argParser(readDuration)
        .default(PUBLISHED_AFTER_RETIREMENT, formatLifetime(PUBLISHED_AFTER_RETIREMENT)),
    )
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action((options: RotateOptions) => rotate(options, session));
}

interface RotateOptions extends JsonOptions {
  keep: number;
}

async function list(options: JsonOptions, session: Session): Promise<void> {
  session.requireMachine('dockpass keys list');
  const { items } = await session.administer(({ call }) => call(listSigningKeys, {}, undefined));
  await printEntries(session, options, items, {
    columns: [
      { heading: 'KEY', value: ({ id }) => id },
      {
        heading: 'STATE',
        value: ({ retired_at: retired }) =>
          retired === null ? styled('green', 'signs') : styled('dim', 'retired'),
      },
      { heading: 'CREATED', value: ({ created_at: time }) => ({ time }) },
      { heading: 'PUBLISHED UNTIL', value: ({ published_until: time }) => ({ time }) },
    ],
    none: 'There are no signing keys yet: dockpass serve creates the first.',
  });
}

async function rotate({ keep, json }: RotateOptions, session: Session): Promise<void> {
  session.requireMachine('dockpass keys rotate');
  const rotated = await session.administer(({ call }) => call(rotateSigningKeys, {}, { keep }));
  if (json) return await printJson(session, rotated);
  const lines = [
    `new signing key: ${rotated.id}`,
    ...rotated.retired.map((old) => `retired: ${old.id}, published until ${old.published_until}`),
  ];
  await printLines(session, lines);
}

function readDuration(text: string): number {
  const seconds = parseLifetime(text);
  if (seconds === undefined) throw new InvalidArgumentError('Write it like 7d, 12h, 30m or 3600.');
  return seconds;
}
