/** What stands on the command line → documents: addresses, files, and every file of a folder in the order of names. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MAX_BYTES } from '../feeds/parse-document.js';
import { errorText } from '../lib/errors.js';
import { isHttpUrl } from './options.js';

export type DocumentInput =
  | { kind: 'url'; source: string }
  /** `folder` names the archive that the file belongs to when it turns out to be a page of one. */
  | { kind: 'file'; source: string; folder: string }
  | { kind: 'missing'; source: string; why: string };

// A mistaken `import /` must end before the memory does.
const MAX_FILES = 500_000;
const MAX_DEPTH = 40;

export async function listInputs(named: readonly string[]): Promise<DocumentInput[]> {
  const inputs: DocumentInput[] = [];
  for (const source of named) {
    if (isHttpUrl(source)) inputs.push({ kind: 'url', source });
    else inputs.push(...(await listFiles(source)));
  }
  return inputs;
}

/** At most one byte more than a document may have: the reader then says that it is too large. */
export async function readBytes(file: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  // Not `readFile`: a file may grow, or be a device that never ends.
  for await (const chunk of createReadStream(file, { end: MAX_BYTES })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function listFiles(source: string): Promise<DocumentInput[]> {
  try {
    const absolute = path.resolve(source);
    const isFolder = (await stat(source)).isDirectory();
    const folder = path.basename(isFolder ? absolute : path.dirname(absolute));
    const files = isFolder ? await filesBelow(source) : [source];
    return files.map((file) => ({ kind: 'file', source: file, folder }));
  } catch (error) {
    return [{ kind: 'missing', source, why: errorText(error) }];
  }
}

/** Regular files only: links could lead round in a circle. Names that begin with a dot are the system's and git's. */
async function filesBelow(root: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || found.length >= MAX_FILES) continue;
      const at = path.join(folder, entry.name);
      if (entry.isFile()) found.push(at);
      else if (entry.isDirectory() && depth < MAX_DEPTH) await visit(at, depth + 1);
    }
  };
  await visit(root, 0);
  return found;
}
