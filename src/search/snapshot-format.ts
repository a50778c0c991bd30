/**
 * The engine's state as bytes. Layout, numbers little-endian: magic (8), format version (u32), SHA-256 of the rest (32),
 * header length (u32), header (JSON: article facts by column), terms length (u32), terms (JSON), records one after another.
 * Out of foreign bytes comes an engine or the reason why not, never an exception.
 */
import { createHash } from 'node:crypto';
import { errorText } from '../lib/errors.js';
import type { ArticleFacts } from './article-facts.js';
import { createEngine, type Engine } from './engine.js';
import { recordLength } from './record.js';

const MAGIC = Buffer.from('HUSTIDX\n');
/** Raise it with every change of the layout or of the analysis: an index with other stems finds nothing. */
export const SNAPSHOT_VERSION = 3;
const DIGEST_AT = MAGIC.length + 4;
const BODY_AT = DIGEST_AT + 32;

export type SnapshotProblem = 'missing' | 'not-a-snapshot' | 'other-version' | 'damaged' | 'unreadable';
export type SnapshotOutcome = { ok: true; engine: Engine } | { ok: false; reason: SnapshotProblem; detail?: string };

type Header = { [key in keyof ArticleFacts]: ArticleFacts[key][] };
type TermList = { texts: string[]; forms: string[] };

export function encodeSnapshot(engine: Engine): Buffer {
  const articles = engine.articles();
  const slots = articles.aliveSlots();
  const facts = slots.map(articles.factsOf);
  const header: Header = {
    id: facts.map(({ id }) => id),
    version: facts.map(({ version }) => version),
    language: facts.map(({ language }) => language),
    publishedAt: facts.map(({ publishedAt }) => publishedAt),
    categoryId: facts.map(({ categoryId }) => categoryId),
  };
  const body = [...sized(header), ...sized(termList(engine)), ...slots.map(articles.recordBytesOf)];
  const digest = createHash('sha256');
  for (const part of body) digest.update(part);
  const version = Buffer.alloc(4);
  version.writeUInt32LE(SNAPSHOT_VERSION);
  return Buffer.concat([MAGIC, version, digest.digest(), ...body]);
}

export function decodeSnapshot(bytes: Buffer): SnapshotOutcome {
  if (bytes.length < BODY_AT || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    return { ok: false, reason: 'not-a-snapshot' };
  if (bytes.readUInt32LE(MAGIC.length) !== SNAPSHOT_VERSION) return { ok: false, reason: 'other-version' };
  const body = bytes.subarray(BODY_AT);
  const digest = createHash('sha256').update(body).digest();
  if (!digest.equals(bytes.subarray(DIGEST_AT, BODY_AT))) return { ok: false, reason: 'damaged' };
  try {
    return { ok: true, engine: rebuilt(body) };
  } catch (error) {
    return { ok: false, reason: 'unreadable', detail: errorText(error) };
  }
}

function rebuilt(body: Buffer): Engine {
  const header = readSized<Header>(body, 0);
  const terms = readSized<TermList>(body, header.end);
  let at = terms.end;
  const articles = header.value.id.map((id, index) => {
    const bytes = body.subarray(at, at + recordLength(body.subarray(at)));
    at += bytes.length;
    return { facts: { id, ...factsAt(header.value, index) }, bytes };
  });
  const { texts, forms } = terms.value;
  return createEngine({ terms: texts.map((text, index) => ({ text, form: forms[index] ?? text })), articles });
}

function factsAt({ version, language, publishedAt, categoryId }: Header, index: number): Omit<ArticleFacts, 'id'> {
  return {
    version: version[index] ?? 0,
    language: language[index] ?? '',
    publishedAt: publishedAt[index] ?? 0,
    categoryId: categoryId[index] ?? 0,
  };
}

function termList(engine: Engine): TermList {
  const terms = engine.terms();
  const numbers = Array.from({ length: terms.size() }, (_, id) => id);
  return { texts: numbers.map(terms.textOf), forms: numbers.map(terms.writtenOf) };
}

function sized(value: unknown): Buffer[] {
  const json = Buffer.from(JSON.stringify(value));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return [length, json];
}

function readSized<T>(body: Buffer, at: number): { value: T; end: number } {
  const start = at + 4;
  const end = start + body.readUInt32LE(at);
  return { value: JSON.parse(body.toString('utf8', start, end)) as T, end };
}
