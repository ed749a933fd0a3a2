import { parse } from 'yaml';

/** What tests look at in a workflow file; `with` as YAML has it. */
export interface Workflow {
  permissions?: unknown;
  concurrency?: unknown;
  on?: unknown;
  jobs: Record<string, WorkflowJob>;
}

export interface WorkflowJob {
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  env?: Record<string, string>;
  strategy?: { matrix?: Record<string, string[]> };
  steps?: WorkflowStep[];
  /** A reusable workflow instead of steps. */
  uses?: string;
  with?: Inputs;
}

export interface WorkflowStep {
  name?: string;
  id?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  'continue-on-error'?: boolean;
  with?: Inputs;
}

export type Inputs = Record<string, string | number | boolean>;

export function parseWorkflow(text: string): Workflow {
  return parse(text);
}

/** This action as other repositories write it, whatever the version. */
export function isOurs({ uses = '' }: WorkflowStep): boolean {
  return uses.startsWith('dockpass/dockpass@');
}
