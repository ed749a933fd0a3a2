import { type Command, InvalidArgumentError, Option } from 'commander';
import { PUBLISHED_AFTER_RETIREMENT, rotateSigningKey } from '../../exchange/signing/keys.ts';
import { formatTime } from '../../exchange/system/clock.ts';
import { formatLifetime, parseLifetime } from '../../protocol/lifetime.ts';
import { withExistingStore } from '../open-store.ts';
import { OPERATOR } from '../operator.ts';
import { printLines, type Terminal } from '../terminal.ts';

const HELP = `
Running exchanges use the new key within seconds. Old keys no longer sign, their private parts are
deleted, and they stay in the key set (/.well-known/jwks.json) for a while, so that what they signed can
still be verified. --keep also shortens what an earlier rotation has left for longer.

Examples:
  dockpass keys rotate              as a routine
  dockpass keys rotate --keep 1s    when the old key may be in wrong hands`;

export function addKeys(program: Command, terminal: Terminal): void {
  program
    .command('keys')
    .summary("manage the exchange's own signing keys")
    .description(
      "Manage the keys that the exchange itself signs with. Issuers' keys are not stored.",
    )
    .command('rotate')
    .summary('sign with a new key')
    .description('Make a new signing key and retire the others.')
    .addOption(
      new Option('--keep <DURATION>', 'how long old keys stay published: 7d, 12h, or seconds')
        .argParser(readDuration)
        .default(PUBLISHED_AFTER_RETIREMENT, formatLifetime(PUBLISHED_AFTER_RETIREMENT)),
    )
    .addHelpText('after', HELP)
    .action(({ keep }: { keep: number }) => rotate(keep, terminal));
}

async function rotate(keep: number, { clock, random, ...terminal }: Terminal): Promise<void> {
  const { key, old } = await withExistingStore({ clock, random, ...terminal }, (store) =>
    rotateSigningKey({ store, clock, random }, OPERATOR, keep),
  );
  const lines = [
    `new signing key: ${key.kid}`,
    ...old.map(
      ({ kid, publishedUntil }) => `retired: ${kid}, published until ${formatTime(publishedUntil)}`,
    ),
  ];
  await printLines(terminal, lines);
}

function readDuration(text: string): number {
  const seconds = parseLifetime(text);
  if (seconds === undefined) throw new InvalidArgumentError('Write it like 7d, 12h, 30m or 3600.');
  return seconds;
}
