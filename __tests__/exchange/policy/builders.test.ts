import { describe, expect, test } from '@jest/globals';
import { planPolicy } from '../../../src/exchange/policy/diff.ts';
import type { BuilderEntry, PolicyDocument } from '../../../src/exchange/policy/document.ts';
import { OTHER_CA, SERVER_CA, STORED } from '../builders/builder.ts';
import { EXAMPLE, entry, policy } from './examples.ts';
import { describePlan, parsePolicy, printPolicy } from './policy-file.ts';

/** The example, with what is said of the builder of its project. */
function withBuilder(builder?: BuilderEntry | null): PolicyDocument {
  const document = policy(entry());
  return {
    ...document,
    organizations: document.organizations.map((organization) => ({
      ...organization,
      projects: organization.projects.map((project) => ({
        ...project,
        ...(builder !== undefined && { builder }),
      })),
    })),
  };
}

function planned(before: PolicyDocument, after: PolicyDocument, prune = false) {
  const plan = planPolicy(before, after, { prune });
  return describePlan(plan, { requirePins: false, maxLifetime: 21_600 });
}

test('one is added and changed', () => {
  expect(planned(withBuilder(), withBuilder(STORED))).toEqual([
    '+ builder of project acme/web',
    '    endpoint: tcp://builder.example.com:1234',
    '    server_name: builder.example.com',
    '    server_ca: CN=Dockpass test fixture authority (SHA-256 804341c0720bd0d3…), until 2050-03-02',
  ]);
  const moved = { ...STORED, endpoint: 'tcp://10.0.0.7:1234', serverCa: SERVER_CA + OTHER_CA };
  expect(planned(withBuilder(STORED), withBuilder(moved))).toEqual([
    '~ builder of project acme/web',
    '    endpoint: tcp://builder.example.com:1234 -> tcp://10.0.0.7:1234',
    expect.stringMatching(/^ {4}server_ca: CN=.* -> CN=.*; CN=Dockpass test fixture server .*/),
  ]);
});

test('one of which the document says nothing stays, whatever is pruned', () => {
  expect(planned(withBuilder(STORED), withBuilder(), true)).toEqual([]);
});

test('null removes it, without --prune, and is nothing where there is none', () => {
  expect(planned(withBuilder(STORED), withBuilder(null))).toEqual([
    '- builder of project acme/web',
  ]);
  expect(planned(withBuilder(), withBuilder(null))).toEqual([]);
});

test('a new project has its builder from the beginning', () => {
  const empty: PolicyDocument = { issuers: [], users: [], organizations: [] };
  const { changes } = planPolicy(empty, withBuilder(STORED), { prune: false });
  const kinds = changes.map(({ kind }) => kind);
  expect(kinds.indexOf('builder')).toBeGreaterThan(kinds.indexOf('project'));
});

describe('in the file', () => {
  const yaml = (builder: string) =>
    EXAMPLE.replace(/( *)trust_relationships:/, `$1builder:${builder}\n$&`);
  const indented = (text: string, spaces: number) =>
    text.trimEnd().replaceAll(/^/gm, ' '.repeat(spaces));
  const settings = (serverCa: string) =>
    yaml(`\n          endpoint: ${STORED.endpoint}\n          server_ca: ${serverCa}`);
  const builderIn = (text: string) => parsePolicy(text).organizations[0]?.projects[0]?.builder;

  test('it is as the export prints it', () => {
    const printed = printPolicy(withBuilder(STORED));
    expect(printed).toContain(`        builder:
          endpoint: tcp://builder.example.com:1234
          server_ca: |
            -----BEGIN CERTIFICATE-----
`);
    expect(builderIn(printed)).toEqual(STORED);
    const other = { ...STORED, serverName: 'builder' };
    expect(builderIn(printPolicy(withBuilder(other)))).toEqual(other);
    expect(printPolicy(withBuilder(null))).not.toContain('builder:');
    expect(builderIn(yaml(' null'))).toBeNull();
    expect(builderIn(EXAMPLE)).toBeUndefined();
  });

  test.each([
    ['kept line by line', `|\n${indented(SERVER_CA, 12)}`],
    ['folded into one line', `>\n${indented(SERVER_CA, 12)}`],
    ['without any sign', `\n${indented(SERVER_CA, 12)}`],
    [
      'indented deeper, with what openssl prints',
      `|\n${indented(`subject=x\n\n${SERVER_CA}`, 14)}`,
    ],
    ['with the line ends of Windows', JSON.stringify(SERVER_CA.replaceAll('\n', '\r\n'))],
  ])('certificates %s are the same', (_, serverCa) => {
    expect(builderIn(settings(serverCa))).toEqual(STORED);
  });

  test.each([
    [' {}', 'builder.endpoint: missing; add it'],
    [' none', 'not a mapping'],
    [
      ' {endpoint: "builder:1234", server_ca: x}',
      'is not a valid endpoint; write it as buildx takes it',
    ],
    [' {endpoint: "tcp://b:1", server_ca: x}', 'server_ca: is not a valid PEM certificate'],
    [' {endpoint: "tcp://b:1", server_ca: x, servername: y}', 'did you mean server_name?'],
  ])('%s cannot be applied', (builder, fault) => {
    expect(() => parsePolicy(yaml(builder))).toThrow(fault);
  });

  test('a private key that was pasted by mistake is not repeated, however it is written', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n';
    for (const sign of ['|', '>', '']) {
      const text = settings(`${sign}\n${indented(key, 12)}`);
      expect(() => parsePolicy(text)).toThrow('has a private key in it');
      expect(() => parsePolicy(text)).not.toThrow('MIGHAgEA');
    }
  });
});
