/**
 * The process in which sources are asked and their documents are read: no byte that a publisher sent is inflated,
 * hashed or parsed in the process that serves pages.
 */
import { createHttpGet } from '../lib/http-get.js';
import { serveProcess } from '../lib/worker-server.js';
import type { SourceSettings } from './source-client.js';
import { createSourceMethods } from './source-methods.js';

serveProcess((settings: SourceSettings) => createSourceMethods(createHttpGet(settings)));
