/** The reference: Express that sends given bytes and does nothing else. Run as a process of its own: file, then port. */
import { readFileSync } from 'node:fs';
import express from 'express';

const [file = '', port = '0'] = process.argv.slice(2);
const page = readFileSync(file, 'utf8');
const app = express();
app.disable('x-powered-by');
app.get('/{*path}', (_req, res) => void res.send(page));
app.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
