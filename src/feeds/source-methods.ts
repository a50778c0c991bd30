/**
 * What the process of source-client.ts can do. Documents are read in threads of it, so that one that hangs or exhausts
 * the heap fails alone.
 */
import type { createHttpGet } from '../lib/http-get.js';
import type { PageInput } from './feed-links.js';
import { createParseClient, type DocumentInput } from './parse-client.js';
import { createReadSource, type SourceRequest } from './read-source.js';

export function createSourceMethods(httpGet: ReturnType<typeof createHttpGet>) {
  const reader = createParseClient({ keepsPriority: true });
  const readSource = createReadSource({ httpGet, reader });
  return {
    readSource: (request: SourceRequest) => readSource(request),
    read: (input: DocumentInput) => reader.read(input),
    links: (input: PageInput) => reader.links(input),
    drop: () => httpGet.close(),
  };
}
