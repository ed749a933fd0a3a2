import { parse } from 'yaml';
import { isOurs, parseWorkflow, type WorkflowStep } from '../support/workflow/workflow.ts';

/** The names that an action.yml gives to workflows. */
export interface ActionInterface {
  inputs: ReadonlySet<string>;
  outputs: ReadonlySet<string>;
}

export function actionInterface(text: string): ActionInterface {
  const { inputs = {}, outputs = {} } = parse(text);
  return { inputs: new Set(Object.keys(inputs)), outputs: new Set(Object.keys(outputs)) };
}

/** What would stop somebody who copies the example; `action` is ours. */
export function faultsOf(text: string, action: ActionInterface): string[] {
  const steps = Object.values(parseWorkflow(text).jobs).flatMap((job) => job.steps ?? []);
  return [
    ...(/^(?:# .+\n){2}name: /.test(text) ? [] : ['does not open with two lines of comment']),
    ...steps.filter(isOurs).flatMap((step) => unknownInputs(step, action)),
    ...outputsNamed(text).flatMap((named) => unknownOutput(named, steps, action)),
  ];
}

function unknownInputs(step: WorkflowStep, action: ActionInterface): string[] {
  return Object.keys(step.with ?? {})
    .filter((name) => !action.inputs.has(name))
    .map((name) => `sets the input ${name}, which action.yml does not have`);
}

interface NamedOutput {
  id: string;
  name: string;
}

function outputsNamed(text: string): NamedOutput[] {
  return [...text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)].map(
    ([, id = '', name = '']) => ({ id, name }),
  );
}

/** Of other actions it is known only that the step is there. */
function unknownOutput({ id, name }: NamedOutput, steps: WorkflowStep[], action: ActionInterface) {
  const step = steps.find((candidate) => candidate.id === id);
  if (!step) return [`reads an output of ${id}, which no step is called`];
  if (!isOurs(step) || action.outputs.has(name)) return [];
  return [`reads the output ${name}, which action.yml does not have`];
}
