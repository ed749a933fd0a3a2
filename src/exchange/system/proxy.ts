import { setGlobalProxyFromEnv } from 'node:http';

/** Through which proxy this process makes its own https requests. */
export interface ProxySettings {
  /** `http://` or `https://`, with a user name and a password if it demands them. */
  url: string;
  /** Hosts that are reached without it, as in NO_PROXY, separated by commas. */
  except: string;
}

/** From now on; what is returned ends it. */
export function useProxy({ url, except }: ProxySettings): () => void {
  return setGlobalProxyFromEnv({ https_proxy: url, no_proxy: except });
}

/** For people and logs: without user name and password. */
export function proxyName(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
