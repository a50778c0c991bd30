/** The thread in which publishers' pages are read. */
import { serveWorker } from '../../lib/worker-server.js';
import { extractArticle } from './extract-article.js';
import { findIcons } from './find-icons.js';

serveWorker({ article: extractArticle, icons: findIcons });
