import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { relativeTime } from '../../src/cli/output/cell.ts';
import { type JsonOptions, printEntries, printEntry } from '../../src/cli/output/print.ts';
import type { Column } from '../../src/cli/output/table.ts';
import { render, styled, type Text } from '../../src/cli/output/text.ts';

const NOW = Date.parse('2027-01-15T08:00:00Z');

interface Token {
  id: string;
  description: string;
  state: 'active' | 'revoked';
  last_used_at: string | null;
}

const TOKENS: readonly Token[] = [
  { id: 'a1', description: 'laptop', state: 'active', last_used_at: '2027-01-15T06:00:00Z' },
  { id: 'b2', description: '開発者のノート', state: 'revoked', last_used_at: null },
];

const COLUMNS: readonly Column<Token>[] = [
  { heading: 'ID', value: ({ id }) => id },
  { heading: 'DESCRIPTION', value: ({ description }) => description, flexible: true },
  { heading: 'STATE', value: ({ state }) => styled(state === 'active' ? 'green' : 'red', state) },
  {
    heading: 'LAST USED',
    value: ({ last_used_at }) => ({ time: last_used_at, otherwise: 'never' }),
  },
];

interface Around {
  columns?: number;
  colors?: boolean;
}

/** What is printed, and what is said beside it. */
function recorder({ columns, colors = false }: Around) {
  const printed = { out: '', error: '' };
  const terminal = {
    env: {},
    readInput: async () => '',
    print: async (text: Text) => {
      printed.out += render(text, colors);
    },
    complain: (text: Text) => {
      printed.error += render(text, colors);
    },
    columns,
    clock: () => NOW,
    random: { bytes: () => new Uint8Array(), id: () => '' },
    fetch,
  };
  return { printed, terminal };
}

async function listed(
  tokens: readonly Token[],
  { json, ...around }: Around & JsonOptions = {},
): Promise<{ out: string; error: string }> {
  const { printed, terminal } = recorder(around);
  const options: JsonOptions = json ? { json } : {};
  await printEntries(terminal, options, tokens, { columns: COLUMNS, none: 'There are no tokens.' });
  return printed;
}

describe('a table', () => {
  test('in a pipe has whole cells, whole times and no colours', async () => {
    const { out } = await listed(TOKENS);
    expect(out).toBe(
      [
        'ID  DESCRIPTION     STATE    LAST USED',
        'a1  laptop          active   2027-01-15T06:00:00Z',
        'b2  開発者のノート  revoked  never',
        '',
      ].join('\n'),
    );
  });

  test('on a terminal fits its lines, whatever script people write', async () => {
    const { out } = await listed(TOKENS, { columns: 33 });
    expect(out).toBe(
      [
        'ID  DESCRIPT…  STATE    LAST USED',
        'a1  laptop     active   2h ago',
        'b2  開発者の…  revoked  never',
        '',
      ].join('\n'),
    );
  });

  test('leaves out what it has to on a very narrow terminal, from the right', async () => {
    const { printed, terminal } = recorder({ columns: 28 });
    const columns = COLUMNS.map((column, index) =>
      index === 3 ? ({ ...column, optional: true } as const) : column,
    );
    await printEntries(terminal, {}, TOKENS, { columns, none: '' });
    expect(printed.out.split('\n')[0]).toBe('ID  DESCRIPTION     STATE');
  });

  test('has colours that leave its columns aligned', async () => {
    const { out } = await listed(TOKENS, { columns: 80, colors: true });
    expect(out).toContain('\u001b[32mactive\u001b[39m ');
    const bare = (await listed(TOKENS, { columns: 80 })).out;
    expect(stripVTControlCharacters(out)).toBe(bare);
  });

  test('of nothing is a sentence beside an empty output', async () => {
    expect(await listed([])).toEqual({ out: '', error: 'There are no tokens.\n' });
  });

  test('keeps the words of strangers on their line and without their escape sequences', async () => {
    const token = { ...TOKENS[0], description: 'a\u001b[31m\nb2' } as Token;
    const { out } = await listed([token], { columns: 80, colors: true });
    expect(out).toContain('a\\u001b[31m\\u000ab2');
    expect(out.split('\n')).toHaveLength(3);
  });
});

describe('--json', () => {
  test('is one document: the array of all entries, even if there are none', async () => {
    const { out, error } = await listed(TOKENS, { json: true, columns: 20, colors: true });
    expect({ entries: JSON.parse(out), error }).toEqual({ entries: TOKENS, error: '' });
    expect(await listed([], { json: true })).toEqual({ out: '[]\n', error: '' });
  });

  test('means the same after characters that a terminal obeys', async () => {
    const token = { ...TOKENS[0], description: 'a\u009b\u202eb' } as Token;
    const { out } = await listed([token], { json: true });
    expect(out).toMatch(/^[\x20-\x7e\n]+$/);
    expect(JSON.parse(out)).toEqual([token]);
  });
});

describe('one thing', () => {
  const shown = async (around: Around) => {
    const { printed, terminal } = recorder(around);
    await printEntry(terminal, {}, TOKENS[0] as Token, ({ id, last_used_at }) => [
      ['id', id],
      ['hosts', ['one', 'two']],
      ['last used', { time: last_used_at }],
      ['owner', null],
    ]);
    return printed.out;
  };

  test('has a line for each field and each value', async () => {
    expect(await shown({})).toBe(
      [
        'id         a1',
        'hosts      one',
        '           two',
        'last used  2027-01-15T06:00:00Z',
        'owner      -',
        '',
      ].join('\n'),
    );
  });

  test('says people how long ago', async () => {
    expect(await shown({ columns: 80 })).toContain('2027-01-15T06:00:00Z (2h ago)\n');
  });
});

test.each([
  ['2027-01-15T07:59:30Z', 'now'],
  ['2027-01-15T07:58:00Z', '2m ago'],
  ['2027-01-13T09:00:00Z', '1d ago'],
  ['2027-02-14T08:00:00Z', 'in 30d'],
  ['2024-01-15T08:00:00Z', '3y ago'],
])('%s is %s', (time, expected) => {
  expect(relativeTime(time, NOW)).toBe(expected);
});
