/**
 * The index: what is known of every thread's words. In: search documents. Out: the tables that similar.ts and query.ts read.
 * Every word of an article is findable up to the caps below; reading order (for phrases) is kept for the first part only.
 * Invariants: pure memory, no threads, no clock; a document replaces the one with its id; the answers depend on the
 * documents held, not on the order in which they came, but for which terms of a long article are its heaviest.
 */
import { visitTerms } from './analyse.js';
import type { ArticleFacts } from './article-facts.js';
import { type ArticleTable, createArticleTable } from './article-table.js';
import { type CandidateSource, type Candidates, createCandidates } from './candidates.js';
import type { SearchDocument } from './document.js';
import { createPostings, type Postings, toEntry } from './postings.js';
import { type ArticleRecord, decodeRecord, encodeRecord } from './record.js';
import { mainScript } from './term-meanings.js';
import { createTermTable, type TermTable } from './term-table.js';
import { dampened, rarity, zonedCounts } from './term-weights.js';
import { createWorkspace, type Workspace } from './workspace.js';

// 95 % of the measured articles have fewer than 420 words in all; a longer text is found by its words, by phrases in its beginning.
const MAX_ORDERED_TERMS = 400;
const MAX_TITLE_TERMS = 60;
/** Distinct words beyond the ordered ones. */
const MAX_REST_TERMS = 1200;
const MAX_TEXT_CHARS = 100_000;
// 16 of an article's terms find the same neighbours as all of them (nDCG@10 .685 / .933 beside .685 / .931) with a sixth of the postings.
const HEAVY_TERMS = 16;
// Rebuilding costs about 0.1 ms an article; before a quarter is dead it saves little.
const DEAD_SHARE = 0.25;
const MIN_DEAD = 2000;

/** What a snapshot kept. The records' numbers are places in `terms`; `bytes` is the encoded record. */
export type Restored = {
  terms: readonly { text: string; form: string }[];
  articles: readonly { facts: ArticleFacts; bytes: Uint8Array }[];
};

type Tables = { terms: TermTable; postings: Postings; articles: ArticleTable };

/** What the index holds, in columns: a million pairs would stop whoever reads them. Rising ids. */
export type IndexedVersions = { ids: Float64Array; versions: Float64Array };

export type EngineOptions = {
  /** How many of the newest articles MiniSearch holds (candidates.ts). */
  recentArticles?: number;
};

export function createEngine(restored: Restored = { terms: [], articles: [] }, options: EngineOptions = {}) {
  let tables = restoredTables(restored);
  let candidates = candidatesOf(tables);
  const workspace = createWorkspace();

  function candidatesOf({ terms, articles }: Tables): Candidates {
    const source: CandidateSource = { textOf: terms.textOf, heavyOf: articles.heavyOf, isAlive: articles.isAlive };
    return createCandidates(source, articles.slots(), options.recentArticles);
  }

  function put(document: SearchDocument): void {
    take(document.id);
    const record = describe(document, tables);
    candidates.add(insert(tables, document, { ...record, bytes: encodeRecord(record) }));
  }

  function take(id: number): void {
    const slot = tables.articles.slotOf(id);
    if (slot === undefined) return;
    const record = tables.articles.recordOf(slot);
    candidates.remove(slot);
    for (const term of distinctTerms(record)) tables.terms.count(term, -1);
    tables.articles.drop(slot);
  }

  function compactIfWorn(): void {
    const dead = tables.articles.slots() - tables.articles.count();
    if (dead <= MIN_DEAD || dead <= DEAD_SHARE * tables.articles.slots()) return;
    tables = compacted(tables);
    candidates = candidatesOf(tables);
  }

  return {
    upsert(documents: readonly SearchDocument[]): void {
      for (const document of documents) put(document);
      compactIfWorn();
    },
    remove(ids: readonly number[]): void {
      for (const id of ids) take(id);
      compactIfWorn();
    },
    versions(): IndexedVersions {
      const { articles } = tables;
      const ids = Float64Array.from(articles.aliveSlots(), articles.idOf).sort();
      return { ids, versions: ids.map((id) => articles.factsOf(articles.slotOf(id) ?? 0).version) };
    },
    candidates: (): Pick<Candidates, 'find'> => candidates,
    workspace: (): Workspace => workspace,
    terms: (): TermTable => tables.terms,
    postings: (): Postings => tables.postings,
    articles: (): ArticleTable => tables.articles,
    stats: () => ({
      documents: tables.articles.count(),
      terms: tables.terms.size(),
      tableBytes: tables.articles.bytes() + tables.postings.bytes() + candidates.bytes(),
    }),
  };
}

export type Engine = ReturnType<typeof createEngine>;

function createTables(): Tables {
  return { terms: createTermTable(), postings: createPostings(), articles: createArticleTable() };
}

function restoredTables({ terms, articles }: Restored): Tables {
  const tables = createTables();
  // An empty table numbers terms in the order they come, which is the numbering that the records use.
  for (const { text, form } of terms) tables.terms.idOf(text, form);
  for (const { facts, bytes } of articles) insert(tables, facts, { ...decodeRecord(bytes), bytes });
  return tables;
}

function describe(document: SearchDocument, { terms, articles }: Tables): ArticleRecord {
  const title = numbersOf(document.title, terms).slice(0, MAX_TITLE_TERMS);
  const words = numbersOf(document.text, terms);
  const body = words.slice(0, MAX_ORDERED_TERMS);
  const ordered = new Set([...title, ...body]);
  const rest = [...new Set(words.slice(MAX_ORDERED_TERMS))]
    .filter((term) => !ordered.has(term))
    .slice(0, MAX_REST_TERMS);
  const record = { feedIds: document.feedIds, title, body, rest };
  return { ...record, heavy: heaviest(record, terms, articles.count() + 1) };
}

function numbersOf(text: string, terms: TermTable): number[] {
  const numbers: number[] = [];
  visitTerms(text.slice(0, MAX_TEXT_CHARS), (term, surface) => numbers.push(terms.idOf(term, surface)));
  return numbers;
}

/** The terms that set the article apart, by today's frequencies; ties fall to the earlier one in the text. */
function heaviest(record: Omit<ArticleRecord, 'heavy'>, terms: TermTable, articles: number): number[] {
  const weighted = [...zonedCounts(record)].map(([term, count]) => ({
    term,
    weight: dampened(count) * rarity(articles, terms.frequencyOf(term) + 1),
  }));
  weighted.sort((a, b) => b.weight - a.weight);
  return weighted.slice(0, HEAVY_TERMS).map(({ term }) => term);
}

type EncodedRecord = ArticleRecord & { bytes: Uint8Array };

/** Returns the article's slot. */
function insert({ terms, postings, articles }: Tables, facts: ArticleFacts, record: EncodedRecord): number {
  const slot = articles.add(facts, record.bytes, mainScript(terms, record));
  const inTitle = new Set(record.title);
  for (const term of distinctTerms(record)) {
    terms.count(term, 1);
    postings.add(term, toEntry(slot, inTitle.has(term)));
  }
  return slot;
}

function distinctTerms({ title, body, rest }: ArticleRecord): Set<number> {
  const distinct = new Set(title);
  for (const term of body) distinct.add(term);
  for (const term of rest) distinct.add(term);
  return distinct;
}

/** The same articles without dead slots and without terms that nothing holds any more. */
function compacted(worn: Tables): Tables {
  const fresh = createTables();
  const renumber = (term: number) => fresh.terms.idOf(worn.terms.textOf(term), worn.terms.writtenOf(term));
  for (const slot of worn.articles.aliveSlots()) {
    const { feedIds, heavy, title, body, rest } = worn.articles.recordOf(slot);
    const [newTitle, newBody, newRest] = [title.map(renumber), body.map(renumber), rest.map(renumber)];
    const record = { feedIds, heavy: heavy.map(renumber), title: newTitle, body: newBody, rest: newRest };
    insert(fresh, worn.articles.factsOf(slot), { ...record, bytes: encodeRecord(record) });
  }
  return fresh;
}
