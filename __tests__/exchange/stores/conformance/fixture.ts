import { afterEach } from '@jest/globals';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import { type Furnished, furnish } from '../furnished-store.ts';

/** An empty database of its own. */
export interface TestDatabase {
  /** Opens a store on it, as one more process would. */
  open(): Promise<Store>;
  drop(): Promise<void>;
}

export type CreateDatabase = () => Promise<TestDatabase>;

export interface Setting extends Furnished {
  store: Store;
  /** Another store on the same database; closed after the test. */
  open(): Promise<Store>;
}

export type Start = () => Promise<Setting>;

/** Starts databases for tests and takes them down afterwards, open or closed. */
export function databases(createDatabase: CreateDatabase): Start {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  return async () => {
    const database = await createDatabase();
    closing.push(() => database.drop());
    const open = async () => {
      const store = await database.open();
      closing.push(() => store.close());
      return store;
    };
    const store = await open();
    return { ...(await furnish(store)), store, open };
  };
}
