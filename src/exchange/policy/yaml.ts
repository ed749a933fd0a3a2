import { Document, isScalar, visit } from 'yaml';
import type { z } from 'zod';
import type { PolicyDocument } from './document.ts';
import { documentOf } from './entries.ts';
import { type PolicyFault, PolicyFaults } from './fault.ts';
import { referenceFindings } from './judge-references.ts';
import { judgeShape } from './judge-shape.ts';
import type { policySchema } from './schema.ts';
import { type Finding, located, readYaml, type YamlSource } from './yaml-source.ts';

/** A policy file that has been read and is sound by itself. */
export interface PolicyFile {
  /** What it says, as operations take it. */
  policy: z.input<typeof policySchema>;
  document: PolicyDocument;
  /** The findings of others about parts of it, with their lines, for which it is read again. */
  faults(findings: readonly Finding[]): PolicyFaults;
}

/** Throws PolicyFaults with everything that is wrong, each with its line and a remedy. */
export function readPolicyFile(text: string): PolicyFile {
  const source = readYaml(text);
  const shape = judgeShape(source);
  const faults = [...shape.faults, ...locatedAll(referenceFindings(source.value), source)];
  if (!shape.yaml || faults.length > 0) throw new PolicyFaults(faults);
  return {
    // Its shape was judged to be that.
    policy: source.value as z.input<typeof policySchema>,
    document: documentOf(shape.yaml),
    // Not `source`: where everything stands takes up ten times as much as what it says.
    faults: (findings) => new PolicyFaults(locatedAll(findings, readYaml(text))),
  };
}

function locatedAll(findings: readonly Finding[], source: YamlSource): PolicyFault[] {
  return findings.map((finding) => located(finding, source));
}

/** What `yamlOf` makes of an installation, as a file that `readPolicyFile` reads back. */
export function printPolicy(policy: object): string {
  const document = new Document(policy, { aliasDuplicateObjects: false });
  visit(document, {
    // Lists of plain values and people fit on a line each.
    Seq(_, node) {
      if (node.items.every(isScalar)) node.flow = true;
    },
    Map(_, node) {
      if (node.has('user')) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 100, flowCollectionPadding: false });
}
