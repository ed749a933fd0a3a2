import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { FORM, type Load } from './load.ts';
import { type Answer, type LoadResult, resultOf } from './load-result.ts';

/**
 * The same requests at `rate` a second, one after the other at even distances, whether or not earlier
 * ones have been answered: jobs know nothing of each other. (autocannon's `overallRate` sends bursts,
 * so that a request waits for its neighbours.) A latency counts from when the request was due: a
 * server that stalls must not hide the requests that it kept from being sent (coordinated omission).
 */
export async function sendEvenly(load: Load, rate: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const answers: Answer[] = [];
  const start = performance.now();
  try {
    await Promise.all(
      load.bodies.map(async (body, index) => {
        const due = start + (index * 1000) / rate;
        // Timers know whole milliseconds.
        await sleep(Math.ceil(due - performance.now()));
        await post(load.url, body, agent);
        const finishedAt = performance.now();
        answers.push({ finishedAt, milliseconds: finishedAt - due });
      }),
    );
  } finally {
    agent.destroy();
  }
  return resultOf(answers);
}

async function post(url: string, body: string, agent: Agent): Promise<void> {
  const answered = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method: 'POST', agent, headers: FORM }, resolve).on('error', reject).end(body);
  });
  const said = await text(answered);
  if (answered.statusCode !== 200) throw new Error(`${answered.statusCode} ${said}`);
}
