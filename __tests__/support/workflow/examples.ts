import { readFileSync } from 'node:fs';
import { parseWorkflow, type WorkflowJob } from './workflow.ts';

/** The only job of a workflow in examples/, whose registry may be put elsewhere. */
export function exampleJob(name: string, registry = 'registry.example.com'): WorkflowJob {
  const text = readFileSync(`examples/workflows/${name}.yml`, 'utf8');
  const { jobs } = parseWorkflow(text.replaceAll('registry.example.com', registry));
  const [job, ...more] = Object.values(jobs);
  if (!job || more.length > 0) throw new Error(`${name}.yml has not exactly one job.`);
  return job;
}
