/** Starts an echo process, says its number, and stays until it is killed. */
import { createProcessClient } from '../../src/lib/process-client.js';

const url = new URL('../lib/echo-process.js', import.meta.url);
const client = createProcessClient({ url, name: 'echo', settings: null });
process.stdout.write(`${await client.call<number>('pid', null)}\n`);
setInterval(() => {}, 1000);
