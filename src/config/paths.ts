/** Where the program's own files lie. The compiled tree is one level deeper than the sources, so the root is looked for, not assumed. */
import { existsSync } from 'node:fs';
import path from 'node:path';

export const projectRoot = findRoot(import.meta.dirname);

export const viewsDir = path.join(projectRoot, 'views');
export const publicDir = path.join(projectRoot, 'public');
export const shippedDataDir = path.join(projectRoot, 'data');

function findRoot(from: string): string {
  if (existsSync(path.join(from, 'package.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('package.json of hustings not found above the program');
  return findRoot(parent);
}
