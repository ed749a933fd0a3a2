import type { IncomingHttpHeaders } from 'node:http';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

export interface HttpAnswer {
  status: number;
  /** Only these are ever looked at. */
  headers: Pick<IncomingHttpHeaders, 'date' | 'retry-after' | 'location'>;
  body: string;
}

export interface SendLimits {
  /** Milliseconds until the answer must be complete. */
  within: number;
  /** Gives up at once when aborted. */
  unless?: AbortSignal;
}

/**
 * Sends one request once, and never follows a redirect; throws a NetworkFault, or the reason of
 * `unless` if that was aborted.
 */
export type Send = (request: HttpRequest, limits: SendLimits) => Promise<HttpAnswer>;

export interface Cancellation {
  /** Aborted when the job is being cancelled: begin nothing new. The reason is the signal's name. */
  cancelled: AbortSignal;
  /** Aborted a little later: leave what is still in flight. */
  cutOff: AbortSignal;
}

/** What it takes to request a token, to try again, and to revoke one. */
export interface RequestRunner extends Cancellation {
  env(name: string): string | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since the program started, which no change of the clock disturbs. */
  elapsed(): number;
  random(): number;
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  send: Send;
  mask(secret: string): void;
  info(text: string): void;
  /** Begins with its headline, in the log and beside the annotation; so do `notice` and `fail`. */
  warn(headline: string, text: string): void;
}

/** Where and by what this process runs. */
export interface ProcessFacts {
  platform: NodeJS.Platform;
  /** Path of the Node that runs us. */
  node: string;
  /** Its version, without a `v`. */
  version: string;
  /** Path of the script that it was started with. */
  entry: string;
}

/** Everything that main and post touch outside themselves. */
export interface Runner extends RequestRunner {
  input(name: string): string;
  /** The webhook payload of the event that started the workflow; throws if it can't be read. */
  event(): unknown;
  /** State that main saved, for post. */
  state(): string;
  /** The user's folder, as Docker finds it. */
  home(): string;
  process: ProcessFacts;

  saveState(value: string): void;
  output(name: string, value: string): void;
  exportVariable(name: string, value: string): void;
  /** Later steps find programs there before anywhere else. */
  addPath(folder: string): void;
  notice(headline: string, text: string): void;
  fail(headline: string, text: string): void;
  summarize(markup: string): void;
}
