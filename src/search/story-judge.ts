/** Verdicts on many pairs of articles at once, by the frequencies of an index. What the search worker is asked. */
import type { Engine } from './engine.js';
import { type Profile, profileOf, type StoryArticle, type TermRarity } from './story-profile.js';
import { judge, type StoryVerdict } from './story-verdict.js';

/** `pairs` are places in `articles`. */
export type StoryRequest = { articles: StoryArticle[]; pairs: [left: number, right: number][] };

export function judgePairs(engine: Engine, { articles, pairs }: StoryRequest): StoryVerdict[] {
  const rarity = rarityOf(engine);
  const profiles = new Map<number, Profile>();
  const profile = (at: number): Profile => {
    const known = profiles.get(at);
    if (known) return known;
    const article = articles[at];
    if (!article) throw new RangeError(`no article ${at}`);
    const made = profileOf(article, rarity);
    profiles.set(at, made);
    return made;
  };
  return pairs.map(([left, right]) => judge(profile(left), profile(right)));
}

export function rarityOf(engine: Engine): TermRarity {
  const terms = engine.terms();
  return {
    articles: engine.articles().count(),
    frequencyOf: (term) => {
      const number = terms.find(term);
      return number === undefined ? 0 : terms.frequencyOf(number);
    },
  };
}
