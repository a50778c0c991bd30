/**
 * The words by which an item is about elections and digital politics, a list for each language: shipped in data/topics,
 * replaced by what moderators saved. One word or phrase a line; `выбор*` meets everything that begins so.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { shippedDataDir } from '../config/paths.js';
import type { TopicStore } from './topic-store.js';

export const topicLanguages = ['ru', 'en'] as const;
export type TopicLanguage = (typeof topicLanguages)[number];

export type TopicList = { language: TopicLanguage; words: string; isShipped: boolean };
/** Every language's words in one list: texts mix languages, and their words do not collide. */
export type TopicWords = () => Promise<string>;

export const LONGEST_TOPIC_LIST = 20_000;

export function createTopics(store: Pick<TopicStore, 'list'>) {
  async function lists(): Promise<TopicList[]> {
    const kept = new Map((await store.list()).map(({ language, words }) => [language, words]));
    return Promise.all(
      topicLanguages.map(async (language) => {
        const words = kept.get(language);
        return { language, words: words ?? (await shippedWords(language)), isShipped: words === undefined };
      }),
    );
  }

  const topicWords: TopicWords = async () => (await lists()).map(({ words }) => words).join('\n');

  return { lists, topicWords };
}

export type Topics = ReturnType<typeof createTopics>;

const shipped = new Map<TopicLanguage, Promise<string>>();

/** Without the file's comments. */
export function shippedWords(language: TopicLanguage): Promise<string> {
  const read = shipped.get(language) ?? readShipped(language);
  shipped.set(language, read);
  return read;
}

async function readShipped(language: TopicLanguage): Promise<string> {
  const text = await readFile(path.join(shippedDataDir, 'topics', `elections.${language}.txt`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .join('\n');
}
