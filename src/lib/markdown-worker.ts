/** The thread in which long posts are rendered; see markdown-client.ts. */
import { renderMarkdown } from './markdown.js';
import { serveWorker } from './worker-server.js';

serveWorker({ render: (text: string) => renderMarkdown(text) });
