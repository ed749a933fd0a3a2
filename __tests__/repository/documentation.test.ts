import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ERROR_CODES } from '../../src/action/failure/error-codes.ts';
import { oauthAnswer } from '../../src/exchange/http/statuses.ts';
import { Refusal } from '../../src/exchange/refusal.ts';
import { BUILDER_REASONS, isReason, REASONS, type Reason } from '../../src/protocol/reasons.ts';
import { copiedCommands, namingFault, usageFault } from '../cli/written-commands.ts';
import { committedFiles } from './committed-files.ts';
import { anchorsOf, codeSpansOf, headingsOf, linksOf } from './markdown.ts';

const pages = committedFiles().filter((path) => path.endsWith('.md'));
const textOf = (path: string) => readFileSync(path, 'utf8');

/** What is wrong with the links of a page to this one and to others of the repository. */
function brokenLinks(page: string, markdown: string): string[] {
  return linksOf(markdown)
    .filter(({ target }) => !/^[a-z]+:/.test(target))
    .filter(({ target }) => !resolves(page, markdown, target))
    .map(({ target, line }) => `${page}:${line} links to ${target}, which is not there`);
}

function resolves(page: string, markdown: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  if (!path) return anchorsOf(markdown).has(anchor ?? '');
  const file = posix.join(posix.dirname(page), decodeURI(path));
  return existsSync(file) && (!anchor || anchorsOf(textOf(file)).has(anchor));
}

describe('links', () => {
  test.each(pages)('%s: each one leads somewhere', (page) => {
    expect(brokenLinks(page, textOf(page))).toEqual([]);
  });

  test('a missing page and a missing anchor are found, code is left alone', () => {
    const markdown = [
      '# What is *here*, `x.ts`?',
      '[here](#what-is-here-xts), [gone](#gone), [no page](docs/none.md)',
      '[readme](README.md#no-such-heading), [web](https://example.com/none), `[code](none)`',
      '```md',
      '[fenced](none)',
      '```',
    ].join('\n');
    expect(brokenLinks('PAGE.md', markdown)).toEqual([
      'PAGE.md:2 links to #gone, which is not there',
      'PAGE.md:2 links to docs/none.md, which is not there',
      'PAGE.md:3 links to README.md#no-such-heading, which is not there',
    ]);
  });
});

describe('docs/refusals.md', () => {
  test('explains every error code of the action and every reason of the exchange, once', () => {
    const explained = headingsOf(textOf('docs/refusals.md'))
      .map((heading) => /^`([a-z0-9_]+)`$/.exec(heading)?.[1])
      .filter((code) => code !== undefined);
    expect(explained.toSorted()).toEqual([...new Set<string>(ERROR_CODES)].toSorted());
  });

  test('says in every entry, in bold, whose move it is', () => {
    const entries = textOf('docs/refusals.md')
      .split(/^#{2,3} /m)
      .filter((section) => section.startsWith('`'));
    expect(entries).toHaveLength(new Set(ERROR_CODES).size);
    const silent = entries.filter((entry) => !/\*\*[^*]+\*\*/.test(entry));
    expect(silent.map((entry) => entry.split('\n')[0])).toEqual([]);
  });
});

describe('docs/api.md', () => {
  /** Malformed requests that OAuth has a word of its own for. */
  const KINDS: Record<NonNullable<Refusal['details']['kind']>, true> = {
    unsupported_grant_type: true,
    invalid_target: true,
    invalid_scope: true,
    too_large: true,
  };

  /** Builder credentials are refused without an `error`. */
  const isExchanged = (reason: Reason) => !(BUILDER_REASONS as readonly Reason[]).includes(reason);

  test('its table has every reason of an exchange, beside the status and the error that go with it', () => {
    const refusals = [
      ...REASONS.filter(isExchanged).map((reason) => new Refusal(reason, '')),
      ...Object.keys(KINDS).map(
        (kind) => new Refusal('malformed_request', '', { kind: kind as keyof typeof KINDS }),
      ),
    ];
    const answers = refusals.map((refusal) => {
      const { status, error } = oauthAnswer(refusal);
      return `${status} ${error} ${refusal.reason}`;
    });
    const rows = textOf('docs/api.md').matchAll(/^\| ([0-9]{3}) \| `([a-z_]+)` \| (.+) \|$/gm);
    const documented = [...rows].flatMap(([, status, error, cell = '']) =>
      codeSpansOf(cell)
        .filter((code) => isReason(code) || code.includes('_'))
        .map((reason) => `${status} ${error} ${reason}`),
    );
    expect(documented.toSorted()).toEqual(answers.toSorted());
  });
});

describe('commands', () => {
  const { scripts } = JSON.parse(textOf('package.json'));

  test.each(pages)('%s: the npm scripts that it names exist', (page) => {
    const named = [...textOf(page).matchAll(/\bnpm (?:run (?:--?\w+ )*([\w:-]+)|(test|start)\b)/g)];
    const missing = named
      .map(([, run, short]) => run ?? short)
      .filter((name) => !(`${name}` in scripts));
    expect(missing).toEqual([]);
  });

  test.each(pages)('%s: the dockpass commands to copy can be typed', async (page) => {
    const blocks = [...textOf(page).matchAll(/^ *```(?:sh|console)\n([\s\S]*?)^ *```$/gm)];
    const commands = blocks.flatMap(([, block = '']) => copiedCommands(block));
    const faults = await Promise.all(commands.map(usageFault));
    expect(faults.filter(Boolean)).toEqual([]);
  });

  test.each(pages)('%s: the dockpass commands that it names exist', async (page) => {
    const named = codeSpansOf(textOf(page)).flatMap(copiedCommands);
    const faults = await Promise.all(named.map(namingFault));
    expect(faults.filter(Boolean)).toEqual([]);
  });

  test('the first token is made in one way, said once: into a file that no repository can hold', () => {
    const told = pages.flatMap((page) =>
      [...textOf(page).matchAll(/^.*user create \S+ --operator --token.*$/gm)].map(([line]) => [
        page,
        / > (\S+)\)$/.exec(line)?.[1],
      ]),
    );
    expect(told).toEqual([['docs/access.md', '~/dockpass-token']]);
  });

  test('a secret that a command writes into the folder where it is typed is nothing for git', () => {
    const secret = /(?:umask 077|token create)[\s\S]*/;
    const files = pages.flatMap((page) =>
      [...textOf(page).matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
        [...(secret.exec(block)?.[0] ?? '').matchAll(/(?:> |-keyout )([\w.-]+)(?=[\s)])/g)].map(
          ([, file = '']) => file,
        ),
      ),
    );
    expect(files).toEqual(
      expect.arrayContaining(['project-token', 'build.header', 'server-key.pem']),
    );
    const kept = execFileSync('git', ['check-ignore', ...files], { encoding: 'utf8' }).split('\n');
    expect(files.filter((file) => !kept.includes(file))).toEqual([]);
  });

  test('the README has the two that a fresh machine needs', () => {
    const lines = textOf('README.md').split('\n');
    expect(lines).toContain('npm ci && npm run demo');
    expect(lines).toContain('npm ci && npm test');
  });

  test('no script needs a Unix shell', () => {
    const unix = /[;|<>$`'*]|&&|\b(?:rm|cp|mv|cat|export|env)\b|^\w+=/;
    const suspects = Object.entries(scripts).filter(([, script]) => unix.test(String(script)));
    expect(suspects).toEqual([]);
  });
});

describe('paths', () => {
  const folders = new Set(committedFiles().flatMap((path) => ancestorsOf(path)));

  test.each(pages)('%s: files and folders that it names exist', async (page) => {
    const named = codeSpansOf(textOf(page)).filter((code) =>
      /^(?:src|docs|dist|scripts|bench|examples|__tests__|\.github|\.ci)\/[\w./-]*$/.test(code),
    );
    expect(named.filter((path) => !folders.has(path.replace(/\/$/, '')))).toEqual([]);
  });
});

test('sources and messages send people to pages that exist', () => {
  const sources = committedFiles().filter((path) => /^(?:src|scripts|bench)\/|\.ya?ml$/.test(path));
  const missing = sources.flatMap((path) => {
    const pagesNamed = textOf(path).match(/\bdocs\/[\w/-]+\.(?:md|json)\b/g) ?? [];
    return pagesNamed.filter((page) => !existsSync(page)).map((page) => `${path} names ${page}`);
  });
  expect(missing).toEqual([]);
});

function ancestorsOf(path: string): string[] {
  return path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
}
