/**
 * Measures the joining of articles to stories on pairs that people labelled: the decision itself, the curve of what every
 * other cut would give, the clusters that come out, and how surely edited repeats are found. In: documents and pairs.
 * Out: figures. Nothing is written anywhere.
 */
import { analyse } from './analyse.js';
import { type DuplicateFigures, measureDuplicates } from './story-eval-duplicates.js';
import { bcubed, type CurvePoint, f1Of, precisionRecallCurve } from './story-eval-metrics.js';
import { type Profile, profileOf, type StoryArticle, type TermRarity } from './story-profile.js';
import { JOINED_FROM, judge } from './story-verdict.js';

/** `a` and `b` are ids of the documents. */
export type LabelledPair = { a: string; b: string; isSame: boolean };

export type StoryDocument = {
  id: string;
  title: string;
  text: string;
  date: string | null;
  lang: string;
  source: string;
};

export type StoriesEvaluation = {
  docs: number;
  pairs: number;
  positives: number;
  precision: number;
  recall: number;
  f1: number;
  bcubedPrecision: number;
  bcubedRecall: number;
  bcubedF1: number;
  /** Score from which articles are joined. */
  threshold: number;
  averagePrecision: number;
  /** The greatest recall that some cut reaches with at least this precision. */
  recallAtPrecision95: number;
  curve: CurvePoint[];
  nearDuplicates: DuplicateFigures;
};

export function evaluateStories(
  docs: readonly StoryDocument[],
  pairs: readonly LabelledPair[],
  onProgress: (done: number, of: number) => void = () => {},
): StoriesEvaluation {
  const profileById = createProfiles(docs);
  const judged = pairs.flatMap(({ a, b, isSame }, done) => {
    const [left, right] = [profileById(a), profileById(b)];
    onProgress(done + 1, pairs.length);
    if (!left || !right) return [];
    const { score } = judge(left, right);
    return [{ a, b, isSame, score, isJoined: score >= JOINED_FROM }];
  });
  const positives = judged.filter((pair) => pair.isSame).length;
  const joined = judged.filter((pair) => pair.isJoined);
  const right = joined.filter((pair) => pair.isSame).length;
  const precision = joined.length === 0 ? 1 : right / joined.length;
  const recall = positives === 0 ? 0 : right / positives;
  const clusters = bcubed(judged);
  const { curve, averagePrecision } = precisionRecallCurve(judged);
  return {
    docs: docs.length,
    pairs: judged.length,
    positives,
    precision,
    recall,
    f1: f1Of(precision, recall),
    bcubedPrecision: clusters.precision,
    bcubedRecall: clusters.recall,
    bcubedF1: f1Of(clusters.precision, clusters.recall),
    threshold: JOINED_FROM,
    averagePrecision,
    recallAtPrecision95: Math.max(0, ...curve.filter((point) => point.precision >= 0.95).map((point) => point.recall)),
    curve,
    nearDuplicates: measureDuplicates(docs, judged, rarityOf(docs)),
  };
}

function createProfiles(docs: readonly StoryDocument[]): (id: string) => Profile | undefined {
  const rarity = rarityOf(docs);
  const byId = new Map(docs.map((document, at) => [document.id, { document, at }]));
  const made = new Map<string, Profile>();
  return (id) => {
    const known = byId.get(id);
    if (!known) return undefined;
    const profile = made.get(id) ?? profileOf(toArticle(known.document, known.at), rarity);
    made.set(id, profile);
    return profile;
  };
}

export function toArticle({ title, text, date, lang, source }: StoryDocument, at: number): StoryArticle {
  const time = date === null ? Number.NaN : Date.parse(date);
  return { id: at, title, text, language: lang, publishedAt: Number.isNaN(time) ? null : time, source };
}

/** How common each term is in the set. */
function rarityOf(docs: readonly StoryDocument[]): TermRarity {
  const frequencies = new Map<string, number>();
  for (const { title, text } of docs) {
    for (const term of new Set(analyse(`${title}\n${text}`).map((token) => token.term))) {
      frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    }
  }
  return { articles: docs.length, frequencyOf: (term) => frequencies.get(term) ?? 0 };
}
