import { type HostileServer, type Route, startHostileServer } from './hostile-server.ts';

/** Stands between the action and a live exchange, and keeps its answers until told otherwise. */
export interface Relay extends HostileServer {
  /** Access tokens that the exchange has issued through it. */
  readonly issued: readonly string[];
  /** Settles once the exchange has answered the first held request. */
  readonly held: Promise<void>;
  /** Hands on the held answers, and every later one at once. */
  release(): void;
}

/** Relays `routes` to the exchange at `target`, and holds what it answers. */
export async function startRelay(target: string, routes: readonly Route[]): Promise<Relay> {
  const server = await startHostileServer();
  const issued: string[] = [];
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();

  for (const route of routes)
    server.always(route, (response, { method, path, headers, body }) => {
      async function relay(): Promise<void> {
        const answer = await fetch(target + path, {
          method,
          headers: { 'content-type': headers['content-type'] ?? '' },
          body,
        });
        const text = await answer.text();
        const { access_token: token } = text ? JSON.parse(text) : {};
        if (token) issued.push(token);
        held.resolve();
        await released.promise;
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
      }
      relay().catch(() => response.destroy());
    });
  return { ...server, issued, held: held.promise, release: released.resolve };
}
