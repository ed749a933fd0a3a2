import { randomUUID } from 'node:crypto';
import type { Answer, Service, ServiceOptions } from '../../service.ts';
import { type Call, call, newUser } from './administration.ts';

type Send = (method: string, path: string, options?: Call) => Promise<Answer>;

/** Two organizations with people in them: acme with the project web, globex with the project shop. */
export interface Tenants {
  service: Service;
  /** Ada, an admin of acme. */
  admin: Send;
  /** Bob, a member of acme. */
  member: Send;
  /** Zoe, an admin of globex. */
  stranger: Send;
  operator: Send;
  /** Of acme. */
  organizationId: string;
  /** Of acme/web. */
  projectId: string;
  /** Of globex/shop. */
  foreignProjectId: string;
}

/** `trust` must have relationships in both projects. */
export async function tenants(
  start: (options: ServiceOptions) => Promise<Service>,
  { trust = [{}, SHOP], config, ...options }: ServiceOptions = {},
): Promise<Tenants> {
  const rateLimits = { perAddress: 0, perRepository: 0 };
  const service = await start({
    oneStore: true,
    ...options,
    trust,
    config: { rateLimits, ...config },
  });
  const { store, url } = service;
  const sendAs =
    (token: string): Send =>
    (method, path, call_) =>
      call(url, token, method, path, call_);
  const newSender = async (
    ...user: Parameters<typeof newUser> extends [unknown, ...infer R] ? R : never
  ) => sendAs(await newUser(store, ...user));
  return {
    service,
    admin: await newSender('ada@example.com', { acme: 'admin' }),
    member: await newSender('bob@example.com', { acme: 'member' }),
    stranger: await newSender('zoe@example.com', { globex: 'admin' }),
    operator: await newSender('root@example.com', { operator: true }),
    ...(await store.read(async ({ organizations, projects }) => {
      const acme = await organizations.findByName('acme');
      const globex = await organizations.findByName('globex');
      const web = await projects.findByName(acme?.id ?? '', 'web');
      const shop = await projects.findByName(globex?.id ?? '', 'shop');
      return {
        organizationId: acme?.id ?? '',
        projectId: web?.id ?? '',
        foreignProjectId: shop?.id ?? '',
      };
    })),
  };
}

/** Trusts a repository of its own. */
export const SHOP = {
  project: 'globex/shop',
  repository: 'globex/shop',
  repositoryId: '5150',
  repositoryOwnerId: '99',
};

/** Names nothing. */
export const NOBODY = randomUUID();
