import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addStep,
  type ConfigState,
  credHelpersOf,
  isEmpty,
  NO_REGISTRATIONS,
  removeEndedSteps,
} from '../../../src/action/docker/registrations.ts';
import type { Members } from '../../../src/action/exchange/answer.ts';

const REGISTRIES = ['a.example.com', 'b.example.com', 'constructor'];
const STEPS = ['/temp/1', '/temp/2', '/other/1'];

const event = fc.oneof(
  fc.record({
    what: fc.constant('begins' as const),
    step: fc.constantFrom(...STEPS),
    registries: fc.uniqueArray(fc.constantFrom(...REGISTRIES), { minLength: 1 }),
  }),
  fc.record({ what: fc.constant('ends' as const), step: fc.constantFrom(...STEPS) }),
  fc.record({ what: fc.constant('dies' as const), step: fc.constantFrom(...STEPS) }),
);

const before = fc.dictionary(
  fc.constantFrom(...REGISTRIES),
  fc.constantFrom('ecr-login', 'gcloud'),
);

function stateOf(members: Members): ConfigState {
  return { members, helpers: credHelpersOf(members) ?? new Map(), registrations: NO_REGISTRATIONS };
}

test('whoever begins, ends and dies in whatever order: in the end all is as it was', () => {
  fc.assert(
    fc.property(before, fc.array(event), (credHelpers, events) => {
      const members = { auths: {}, ...(Object.keys(credHelpers).length > 0 && { credHelpers }) };
      let state = stateOf(members);
      const running = new Map<string, readonly string[]>();
      for (const { what, step, ...rest } of events) {
        running.delete(step);
        if (what === 'dies') continue;
        state = removeEndedSteps(state, (folder) => running.has(folder));
        if ('registries' in rest) {
          running.set(step, rest.registries);
          state = addStep(state, step, { registries: rest.registries, since: 0 });
        }
        const inUse = new Set([...running.values()].flat());
        for (const registry of REGISTRIES) {
          const expected = inUse.has(registry)
            ? 'dockpass'
            : new Map(Object.entries(credHelpers)).get(registry);
          expect(state.helpers.get(registry)).toBe(expected);
        }
      }

      state = removeEndedSteps(state, () => false);

      expect(state.members).toEqual(members);
      expect(isEmpty(state.registrations)).toBe(true);
    }),
  );
});
