/** Settings from `.env` beside package.json, for the site and every command alike; the environment's own values win. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths.js';

export function loadEnvFile(): void {
  const file = path.join(projectRoot, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
