/** The thread in which publishers' pages are read. */
import { serveWorker } from '../../lib/worker-server.js';
import { describePage } from './describe-page.js';
import { extractArticle } from './extract-article.js';
import { findIcons } from './find-icons.js';

serveWorker({ article: extractArticle, describe: describePage, icons: findIcons });
