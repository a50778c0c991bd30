/** What each further report of a story adds to the first. In: the story's articles, oldest first. Out: additions for readers. */
import { diffTexts, withoutLongSame } from '../lib/text-diff.js';
import type { Addition } from '../news/addition.js';
import type { FoundAddition } from '../news/story-store.js';
import { analyse } from './analyse.js';
import { factsOf } from './story-facts.js';
import { profileOf, type StoryArticle, type TermRarity } from './story-profile.js';
import { judge } from './story-verdict.js';

export type AdditionRequest = { stories: StoryArticle[][] };

const MOST_SENTENCES = 3;
const LONGEST_SENTENCE = 320;
const SHORTEST_SENTENCE = 30;
/** A sentence is worth showing when so much of its weight is news. */
const NEW_SHARE = 0.6;
const MOST_NAMES = 6;
const MOST_NUMBERS = 4;
const LONGEST_COMPARED = 8000;
const MOST_RUNS = 120;

export function findAdditions({ stories }: AdditionRequest, rarity: TermRarity): FoundAddition[] {
  return stories.flatMap(([first, ...others]) => {
    if (!first) return [];
    const sameLanguage = others.filter((other) => other.language === first.language);
    return sameLanguage.map((other) => ({ articleId: other.id, addition: additionOf(first, other, rarity) }));
  });
}

function additionOf(first: StoryArticle, other: StoryArticle, rarity: TermRarity): Addition {
  if (first.text === other.text && first.title === other.title) return { kind: 'unchanged' };
  const [left, right] = [profileOf(first, rarity), profileOf(other, rarity)];
  if (!judge(left, right).isRepeat) return addedBy(first, other, right.weightOf);
  const runs = withoutLongSame(diffTexts(wholeOf(first), wholeOf(other))).slice(0, MOST_RUNS);
  return { kind: 'changed', runs };
}

function wholeOf({ title, text }: StoryArticle): string {
  return `${title}\n${text}`.slice(0, LONGEST_COMPARED);
}

function addedBy(first: StoryArticle, other: StoryArticle, weightOf: (term: string) => number): Addition {
  const known = new Set(analyse(`${first.title}\n${first.text}`).map((token) => token.term));
  const ranked = sentencesOf(other.text)
    .map((text, at) => ({ text, at, ...noveltyOf(text, known, weightOf) }))
    .filter(({ share }) => share >= NEW_SHARE)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_SENTENCES)
    .sort((a, b) => a.at - b.at);
  const [before, after] = [factsOf(first.title, first.text), factsOf(other.title, other.text)];
  const names = [...after.names].filter(([term]) => !known.has(term)).map(([, written]) => written);
  const values = new Set(before.claims.map((claim) => claim.value));
  const numbers = after.claims.filter(({ value }) => !values.has(value)).map(({ value, word }) => `${value} ${word}`);
  const firstOfEach = new Map(numbers.map((number) => [number.split(' ')[0], number]).reverse() as [string, string][]);
  return {
    kind: 'added',
    sentences: ranked.map(({ text }) => text),
    names: names.slice(0, MOST_NAMES),
    numbers: [...firstOfEach.values()].reverse().slice(0, MOST_NUMBERS),
  };
}

function sentencesOf(text: string): string[] {
  return text
    .slice(0, LONGEST_COMPARED)
    .split(/(?<=[.!?…][»”"]?)\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter(({ length }) => length >= SHORTEST_SENTENCE && length <= LONGEST_SENTENCE);
}

function noveltyOf(sentence: string, known: ReadonlySet<string>, weightOf: (term: string) => number) {
  let [all, fresh] = [0, 0];
  for (const term of new Set(analyse(sentence).map((token) => token.term))) {
    all += weightOf(term);
    if (!known.has(term)) fresh += weightOf(term);
  }
  return { share: all === 0 ? 0 : fresh / all, weight: fresh };
}
