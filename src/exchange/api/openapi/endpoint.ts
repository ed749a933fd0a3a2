import { type Handler, publicJson } from '../../http/answer.ts';
import { openApiDocument } from './document.ts';

/** `GET /openapi.json`. Made when it is first asked for: that takes as long as a hundred exchanges. */
export function openApiEndpoint(url: string): Handler {
  let document: object | undefined;
  return () => {
    document ??= openApiDocument(url);
    return publicJson(document, 300);
  };
}
