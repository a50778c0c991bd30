/** The thread in which pictures are decoded. */
import { serveWorker } from '../../lib/worker-server.js';
import { encodeImage } from './encode-image.js';

serveWorker({ encode: encodeImage });
