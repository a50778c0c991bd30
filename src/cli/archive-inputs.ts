/** Which of the files to import are archives of their own kind: JSON Lines, and dumps of a forum, whose files belong together. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { looksLikeDump } from '../feeds/archives/stage-dump.js';
import type { DocumentInput } from './document-inputs.js';

/** By file: all files of its dump, and whether it is the one at which the dump is imported. */
export type Dumps = Map<string, { files: string[]; isFirst: boolean }>;

const HEAD_BYTES = 16 * 1024;

export function isLines(input: DocumentInput): boolean {
  return input.kind === 'file' && /\.(?:jsonl|ndjson)$/i.test(input.source);
}

export async function dumpsAmong(inputs: readonly DocumentInput[]): Promise<Dumps> {
  const byFolder = new Map<string, string[]>();
  for (const { kind, source } of inputs) {
    if (kind !== 'file' || !/\.(?:sql|json)$/i.test(source) || !looksLikeDump(source, await headOf(source))) continue;
    const folder = path.dirname(path.resolve(source));
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), source]);
  }
  const dumps: Dumps = new Map();
  for (const files of byFolder.values()) {
    for (const [at, file] of files.entries()) dumps.set(file, { files, isFirst: at === 0 });
  }
  return dumps;
}

/** What cannot be read says nothing here; reading it later tells why. */
async function headOf(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
