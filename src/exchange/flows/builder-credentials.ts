import type { BuilderCredentialsResponse } from '../../protocol/builder-credentials.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import {
  type AuditedDeps,
  audited,
  type DraftEvent,
  type Outcome,
  type RequestContext,
} from '../audit/audited.ts';
import { type BuilderAuthorityDeps, ensureBuilderAuthority } from '../builders/authority.ts';
import type { Builder, BuilderStore } from '../builders/builder-store.ts';
import { type ClientCertificate, issueClientCertificate } from '../builders/client-certificate.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { projectRequired, Refusal } from '../refusal.ts';
import { epochSeconds, formatTime } from '../system/clock.ts';
import type { AcceptToken } from '../tokens/accept-token.ts';
import { holderName, projectScope, refusedTokenFields } from '../tokens/event-fields.ts';
import type { LiveToken, OpenProject } from '../tokens/live-token.ts';
import { projectNotOpen } from '../tokens/project-not-open.ts';
import { hashPrefix } from '../tokens/secret.ts';
import type { StoredBuildToken, StoredToken, TokenStore } from '../tokens/token-store.ts';

/** The body of a request once it has been read. */
export interface BuilderRequest {
  /** SubjectPublicKeyInfo, DER, on P-256. */
  publicKey: Uint8Array<ArrayBuffer>;
  /** Undefined: none was named, and none is chosen. */
  project: ProjectPath | undefined;
}

export interface BuilderCredentialsDeps extends AuditedDeps {
  store: AuditedDeps['store'] &
    BuilderAuthorityDeps['store'] &
    BuilderStore &
    Pick<TokenStore, 'findProjects'>;
  acceptToken: AcceptToken;
  rateLimits: Pick<RateLimits, 'takeAddress'>;
  /** DOCKPASS_URL. */
  issuer: string;
}

export type IssueBuilderCredentials = (
  context: RequestContext,
  /** Undefined: none was shown. */
  token: string | undefined,
  read: () => Promise<BuilderRequest>,
) => Promise<Outcome<BuilderCredentialsResponse>>;

/**
 * A client certificate for the builder of a project: accept the token, find the project and its builder,
 * sign, record.
 */
export function createIssueBuilderCredentials(
  deps: BuilderCredentialsDeps,
): IssueBuilderCredentials {
  return (context, token, read) =>
    audited(deps, 'builder_credentials', context, async (event) => {
      await deps.rateLimits.takeAddress(context.clientAddress);
      let holder: StoredToken | undefined;
      let asked: ProjectPath[] | null = null;
      try {
        const shown = requireShown(token);
        // First, however it ends: a token that is revoked while the body drips in is dead.
        const [body] = await Promise.allSettled([read()]);
        const live = await deps.acceptToken(shown, (found) => {
          holder = found;
        });
        if (body.status === 'rejected') throw body.reason;
        const request = body.value;
        asked = request.project === undefined ? null : [request.project];
        return await issue(deps, live, request, event);
      } catch (error) {
        if (holder && error instanceof Refusal)
          Object.assign(event, await refusedTokenFields(deps.store, holder, asked));
        throw error;
      }
    });
}

async function issue(
  deps: BuilderCredentialsDeps,
  live: LiveToken,
  { publicKey, project: named }: BuilderRequest,
  event: DraftEvent,
): Promise<BuilderCredentialsResponse> {
  const token = requireBuildToken(live);
  const open = await builderProject(live, named);
  const now = epochSeconds(deps.clock);
  const builder = await requireBuilder(deps, open, now);
  const { project, projectId } = open;
  const certificate = await issueClientCertificate(
    await signerOf(deps, live, open, builder),
    { project, projectId, installation: deps.issuer, publicKey, now, until: token.expiresAt },
    deps.random,
  );
  await record(deps, token, open, certificate, event);
  return {
    project,
    endpoint: builder.endpoint,
    server_name: builder.serverName,
    server_ca: builder.serverCa,
    certificate: certificate.pem,
    expires_at: formatTime(token.expiresAt),
    reference: event.id,
  };
}

function requireShown(token: string | undefined): string {
  if (token !== undefined) return token;
  throw new Refusal('malformed_token', 'Send Authorization: Bearer and a build token.');
}

/** A certificate cannot be revoked; those of static tokens would last as long as they do. */
function requireBuildToken({ stored }: LiveToken): StoredBuildToken {
  if (stored.kind === 'build') return stored;
  throw new Refusal(
    'build_token_required',
    `A ${stored.kind} token gets no builder credentials; exchange it for a build token at POST /oauth/token first, and send that.`,
  );
}

async function requireBuilder(
  { store }: BuilderCredentialsDeps,
  { project, projectId }: OpenProject,
  now: number,
): Promise<Builder> {
  const builder = await store.findBuilder(projectId, now);
  if (builder) return builder;
  throw new Refusal(
    'builder_not_configured',
    `Project ${project} has no builder; have an administrator of the project run dockpass builder set.`,
  );
}

async function signerOf(
  deps: BuilderCredentialsDeps,
  live: LiveToken,
  { project, projectId }: OpenProject,
  { authority }: Builder,
) {
  const signer = authority ?? (await ensureBuilderAuthority(deps, projectId));
  // Removed in this moment.
  if (!signer) throw await projectNotOpen(live, project);
  return signer;
}

async function record(
  { store }: BuilderCredentialsDeps,
  token: StoredBuildToken,
  open: OpenProject,
  { serial, fingerprint }: ClientCertificate,
  event: DraftEvent,
): Promise<void> {
  event.decision = 'granted';
  event.actor = holderName(token);
  event.projects = [open.project];
  event.scopes = [projectScope(open)];
  event.permissions = ['build'];
  event.tokenHashPrefix = hashPrefix(token.hash);
  event.detail = { serial, fingerprint, expires_at: formatTime(token.expiresAt) };
  await store.appendEvent(event);
}

/** The project whose builder is meant: source and secrets of the build go there, so the job names it. */
async function builderProject(
  live: LiveToken,
  named: ProjectPath | undefined,
): Promise<OpenProject> {
  if (named === undefined)
    throw projectRequired(
      'Set the input `project` of the action, or `project` in the body, to the project whose builder you need.',
    );
  const [project] = await live.opens([named]);
  if (!project) throw await projectNotOpen(live, named);
  if (project.permissions.includes('build')) return project;
  throw new Refusal(
    'permission_not_granted',
    `The token lacks the permission build in project ${named}; use one that has it, or have it granted by the trust relationship.`,
  );
}
