/** The thread in which archives are read: cleaning and fingerprints of a hundred thousand texts. */
import { serveWorker } from '../../lib/worker-server.js';
import { readLines } from './json-lines.js';
import { readTopics } from './kunena-topics.js';

serveWorker({ lines: readLines, topics: readTopics });
