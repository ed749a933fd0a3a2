import { describe } from '@jest/globals';
import { describeAudit } from './conformance/audit.ts';
import { describeAuditRetention } from './conformance/audit-retention.ts';
import { describeAuditSearch } from './conformance/audit-search.ts';
import { describeBuilders } from './conformance/builders.ts';
import { describeConcurrency } from './conformance/concurrency.ts';
import { describeExchanges } from './conformance/exchanges.ts';
import { type CreateDatabase, databases } from './conformance/fixture.ts';
import { describeHeldRules } from './conformance/held-rules.ts';
import { describeInvitations } from './conformance/invitations.ts';
import { describeKeys } from './conformance/keys.ts';
import { describeLifecycle } from './conformance/lifecycle.ts';
import { describeModel } from './conformance/model.ts';
import { describePinning } from './conformance/pinning.ts';
import { describePolicy } from './conformance/policy.ts';
import { describePurge } from './conformance/purge.ts';
import { describeRecall } from './conformance/recall.ts';
import { describeRegistries } from './conformance/registries.ts';
import { describeNarrowing, describeRevocations } from './conformance/revocations.ts';
import { describeCeremonies, describeIdentities } from './conformance/sign-in.ts';
import { describeStaticTokens } from './conformance/static-tokens.ts';
import { describeSwitches } from './conformance/switches.ts';
import { describeTokens } from './conformance/tokens.ts';
import { describeTrust } from './conformance/trust.ts';

/** What every database must do behind stores/port.ts. */
export function describeStore(name: string, createDatabase: CreateDatabase): void {
  describe(`${name} store`, () => {
    const start = databases(createDatabase);
    describe('exchanges', () => describeExchanges(start));
    describe('pinning', () => describePinning(start));
    describe('concurrency', () => describeConcurrency(start));
    describe('recalled rules', () => describeRecall(start));
    describe('held rules', () => describeHeldRules(start));
    describe('tokens', () => describeTokens(start));
    describe('static tokens', () => describeStaticTokens(start));
    describe('revocations in bulk', () => describeRevocations(start));
    describe('narrowing', () => describeNarrowing(start));
    describe('audit events', () => describeAudit(start));
    describe('search of audit events', () => describeAuditSearch(start));
    describe('retention of audit events', () => describeAuditRetention(start));
    describe('policy', () => describePolicy(start));
    describe('trust relationships', () => describeTrust(start));
    describe('switches', () => describeSwitches(start));
    describe('signing keys', () => describeKeys(start));
    describe('registries', () => describeRegistries(start));
    describe('builders', () => describeBuilders(start));
    describe('an invitation', () => describeInvitations(start));
    describe('a ceremony', () => describeCeremonies(start));
    describe('an identity', () => describeIdentities(start));
    describe('purge', () => describePurge(start));
    describe('lifecycle', () => describeLifecycle(start));
    describe('model', () => describeModel(start));
  });
}
