import type { Provider } from '../../identity/identity.ts';
import type { Page } from './page.ts';

export interface IssuerRecord {
  id: string;
  url: string;
  provider: Provider;
  /** While it is not, its jobs get no tokens. */
  enabled: boolean;
  createdAt: number;
}

export interface IssuerRecords {
  list(page: Page): Promise<IssuerRecord[]>;
  all(): Promise<IssuerRecord[]>;
  find(id: string): Promise<IssuerRecord | undefined>;
  findByUrl(url: string): Promise<IssuerRecord | undefined>;
  insert(issuer: IssuerRecord): Promise<void>;
  /** Switching it off also revokes what was issued to its jobs. */
  setEnabled(id: string, enabled: boolean): Promise<void>;
  /** With every trust relationship that names it. */
  remove(id: string): Promise<void>;
}
