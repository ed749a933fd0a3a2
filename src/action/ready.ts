import type { ReadyBuilder } from './builder/make-ready.ts';
import { stateFor } from './deliver.ts';
import type { Deadline } from './exchange/attempts.ts';
import { failureOf } from './failure/failure.ts';
import type { Inputs } from './inputs.ts';
import type { Pass } from './pass.ts';
import type { Runner } from './runner.ts';
import type { State } from './state.ts';

/**
 * Makes Docker and the builder ready, as far as the inputs say so. The later steps have the token
 * already, and keep it if this fails. Returns the builder, if there is one.
 */
export async function makeReady(
  runner: Runner,
  inputs: Inputs,
  pass: Pass,
  deadline: Deadline,
): Promise<ReadyBuilder | undefined> {
  try {
    const state = await readyDocker(runner, inputs, pass);
    return await readyBuilder(runner, inputs, pass, state, deadline);
  } catch (error) {
    if (runner.cancelled.aborted) return undefined;
    throw failureOf(error).with({ handedOver: true });
  }
}

/** Each saves its part of the state, too: what is saved last counts. */
async function readyDocker(runner: Runner, inputs: Inputs, pass: Pass): Promise<State> {
  const state = stateFor(inputs, pass);
  if (inputs.registries.length === 0) return state;
  const { makeDockerReady } = await import(
    /* webpackChunkName: "docker" */ './docker/make-ready.ts'
  );
  return makeDockerReady(runner, inputs, pass, state);
}

async function readyBuilder(
  runner: Runner,
  inputs: Inputs,
  pass: Pass,
  state: State,
  deadline: Deadline,
): Promise<ReadyBuilder | undefined> {
  const { builder: project } = inputs;
  if (!project) return undefined;
  const { makeBuilderReady } = await import(
    /* webpackChunkName: "builder" */ './builder/make-ready.ts'
  );
  return makeBuilderReady(runner, inputs, project, pass, state, deadline);
}
