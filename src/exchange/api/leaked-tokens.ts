import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../flows/admin/problem.ts';
import type { LeakFinding, LeakReport, ReportLeakedTokens } from '../flows/report-leaked-tokens.ts';
import { type ApiContext, type Handler, json } from '../http/answer.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { readBody } from '../http/request.ts';
import { isSignedBy, type ScannerKeys } from '../leaked-tokens/scanner-keys.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Log } from '../system/log.ts';
import { withoutTokens } from '../system/log-redaction.ts';
import { failureResponse, problemResponse } from './admin/problem-response.ts';

/** Bytes. GitHub sends many matches in one message; this has room for some thousands. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Seconds after which another try makes sense while the keys cannot be had. */
const KEYS_RETRY_AFTER = 120;

const MESSAGE = z.array(
  z.object({
    token: z.string(),
    type: z.string(),
    url: z.string().nullish(),
    source: z.string().nullish(),
  }),
);

type Match = z.infer<typeof MESSAGE>[number];

export interface LeakedTokensDeps {
  reportLeakedTokens: ReportLeakedTokens;
  scannerKeys: ScannerKeys;
  clientAddress: ClientAddress;
  metrics: Metrics;
  log: Log;
}

/**
 * `POST /api/v1/leaked-tokens`: what GitHub's secret scanning found where everybody can read it
 * (docs.github.com, "Secret scanning partner program"). The answer tells which of it were ours.
 */
export function leakedTokensEndpoint(deps: LeakedTokensDeps): Handler {
  const handle = async (context: ApiContext): Promise<Response> => {
    let matches: Match[] = [];
    const clientAddress = deps.clientAddress(context.env.incoming);
    const findings = await deps.reportLeakedTokens({ clientAddress }, async () => {
      matches = await readSigned(deps.scannerKeys, context);
      return matches.map(reportOf);
    });
    for (const { revoked } of findings) if (revoked) deps.metrics.tokenRevoked();
    return json(
      200,
      matches.map((match, index) => feedback(match, findings[index])),
    );
  };
  return (context) => handle(context).catch((error) => failure(error, deps.log));
}

function failure(error: unknown, log: Log): Response {
  return error instanceof Problem && error.code === 'keys_unavailable'
    ? problemResponse(error, { 'retry-after': `${KEYS_RETRY_AFTER}` })
    : failureResponse(error, log);
}

/** The signature is over the body as it came; nothing of it is looked at before that holds. */
async function readSigned(keys: ScannerKeys, context: ApiContext): Promise<Match[]> {
  const identifier = context.req.header('github-public-key-identifier') ?? '';
  const signature = context.req.header('github-public-key-signature') ?? '';
  if (identifier === '' || signature === '')
    throw new Problem(
      'forbidden',
      'A report is signed: send Github-Public-Key-Identifier and Github-Public-Key-Signature.',
    );
  const body = await readBody(context, 'application/json', MAX_BODY_BYTES);
  const key = await keys.find(identifier).catch(() => {
    throw new Problem(
      'keys_unavailable',
      'The keys that reports are signed with cannot be had at the moment; try again.',
    );
  });
  if (!key || !isSignedBy(key, body, signature))
    throw new Problem('forbidden', 'The signature of the report does not hold.');
  return parseMatches(body);
}

function parseMatches(body: string): Match[] {
  try {
    return MESSAGE.parse(JSON.parse(body));
  } catch {
    // Without the cause, which may quote the body and with it a token.
    throw new Problem(
      'invalid_request',
      'Send a JSON array of objects with token, type, url and source.',
    );
  }
}

/** A link to what was found may have it in itself. */
function reportOf({ token, url, source }: Match): LeakReport {
  return { token, url: withoutTokens(url ?? ''), source: source ?? 'unknown' };
}

/** Hashed, so that no answer carries a token. */
function feedback({ token, type }: Match, finding: LeakFinding | undefined): object {
  return {
    token_hash: createHash('sha256').update(token).digest('hex'),
    token_type: type,
    label: finding?.ours ? 'true_positive' : 'false_positive',
  };
}
