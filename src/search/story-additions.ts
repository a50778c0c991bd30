/**
 * What each further report of a story adds or changes. In: the story's articles, oldest first. Out: additions for readers.
 * A repeat is compared with the report it repeats, every other one with the first. What a source repeats of its own is
 * its own newer version, however alike another source's copy is.
 */
import { collapse } from '../lib/text.js';
import { diffTexts, withoutLongSame } from '../lib/text-diff.js';
import type { Addition } from '../news/addition.js';
import type { FoundAddition } from '../news/story-store.js';
import { analyse } from './analyse.js';
import { chipsOf } from './story-chips.js';
import { factsOf } from './story-facts.js';
import { type Profile, profileOf, type StoryArticle, type TermRarity } from './story-profile.js';
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
  return stories.flatMap((articles) => {
    const profiles = articles.map((article) => profileOf(article, rarity));
    return profiles.flatMap((profile, at) => {
      const addition = additionOf(profile, profiles.slice(0, at));
      return addition ? [{ articleId: profile.article.id, addition }] : [];
    });
  });
}

/** null: the first report, or one in another language. */
function additionOf(profile: Profile, earlier: readonly Profile[]): Addition | null {
  const [first] = earlier;
  const repeated = repeatedBy(profile, earlier);
  if (repeated) return changeOf(repeated.article, profile.article);
  if (!first || first.article.language !== profile.article.language) return null;
  return addedBy(first.article, profile.article, profile.weightOf);
}

/** Of the same source if it has one, then the one most alike, then the earliest. */
function repeatedBy(profile: Profile, earlier: readonly Profile[]): Profile | null {
  let best: { profile: Profile; rank: number } | null = null;
  for (const other of earlier) {
    if (other.article.language !== profile.article.language) continue;
    const { isRepeat, params } = judge(other, profile);
    const isEqual = isSame(other.article, profile.article);
    if (!isRepeat && !isEqual) continue;
    const isOwn = other.article.source === profile.article.source;
    const rank = (isOwn ? 1000 : 0) + (isEqual ? 101 : Number(params.share));
    if (rank > (best?.rank ?? -1)) best = { profile: other, rank };
  }
  return best?.profile ?? null;
}

function changeOf(repeated: StoryArticle, article: StoryArticle): Addition {
  const againstId = repeated.id;
  if (isSame(repeated, article)) return { kind: 'unchanged', againstId };
  const runs = withoutLongSame(diffTexts(wholeOf(repeated), wholeOf(article))).slice(0, MOST_RUNS);
  return { kind: 'changed', againstId, runs };
}

function isSame(one: StoryArticle, other: StoryArticle): boolean {
  return collapse(one.text) === collapse(other.text) && collapse(one.title) === collapse(other.title);
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
  const [before, after] = [
    chipsOf(first.title, first.text.slice(0, LONGEST_COMPARED)),
    chipsOf(other.title, other.text),
  ];
  const values = new Set(factsOf(first.title, first.text).claims.map((claim) => claim.value));
  const isNewName = (key: string) => key.split(' ').every((term) => !known.has(term));
  const isNewNumber = (value: string) => !values.has(value) && !before.numbers.has(value);
  return {
    kind: 'added',
    sentences: ranked.map(({ text }) => text),
    names: chosen(after.names, isNewName).slice(0, MOST_NAMES),
    numbers: chosen(after.numbers, isNewNumber).slice(0, MOST_NUMBERS),
  };
}

function chosen(chips: ReadonlyMap<string, string>, isNew: (key: string) => boolean): string[] {
  return [...chips].filter(([key]) => isNew(key)).map(([, written]) => written);
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
