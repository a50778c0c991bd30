/** How two articles resemble each other and where they disagree, as numbers. Pure. */
import { DAY } from '../lib/clock.js';
import type { Claim } from './story-facts.js';
import type { Profile } from './story-profile.js';

export type StoryFeatures = {
  /** Cosine of whole articles, of titles, of title with the first words: 0…1. */
  whole: number;
  title: number;
  lead: number;
  /** How much of each title, by rarity, the other article says: the lesser share, and the greater. */
  titleInOther: number;
  titleInOtherBest: number;
  /** Share of the shorter article's word triples that the other has. */
  containment: number;
  /** Names in common by rarity, of the fewer names; 0 where one has none. */
  names: number;
  /** Rarity of the rarest shared names, summed, as a share of what would identify an event. */
  rareNames: number;
  /** Numbers in common, of the fewer numbers. */
  numbers: number;
  /** Claims about the same thing that agree and that do not. */
  agreeing: number;
  conflicting: number;
  /** 1: both name days, and none is the same. */
  daysDiffer: number;
  daysAgree: number;
  /** Names of one title that the other article lacks, by rarity, of all its names; the greater of both ways. */
  foreignNames: number;
  /** 1 when both come from one source. */
  sameSource: number;
  /** Days between the two; 0 where unknown. */
  apart: number;
};

export type Compared = { features: StoryFeatures; conflict: [Claim, Claim] | null; days: [string, string] | null };

const RARE_NAMES = 3;

export function compareProfiles(left: Profile, right: Profile): Compared {
  const conflict = conflictOf(left.facts.claims, right.facts.claims);
  const days = sharedShare(left.facts.days, right.facts.days);
  const isDaysDiffer = left.facts.days.size > 0 && right.facts.days.size > 0 && days === 0;
  const shares = [titleShare(left, right), titleShare(right, left)];
  const features = {
    whole: cosine(left.whole, right.whole),
    title: cosine(left.title, right.title),
    lead: cosine(left.lead, right.lead),
    titleInOther: Math.min(...shares),
    titleInOtherBest: Math.max(...shares),
    containment: sharedShare(left.shingles, right.shingles),
    names: namesShare(left, right),
    rareNames: rareNames(left, right),
    numbers: sharedShare(left.facts.numbers, right.facts.numbers),
    agreeing: Math.min(3, conflict.agreeing),
    conflicting: Math.min(3, conflict.conflicting.length),
    daysDiffer: isDaysDiffer ? 1 : 0,
    daysAgree: days > 0 ? 1 : 0,
    foreignNames: Math.max(foreignNames(left, right), foreignNames(right, left)),
    sameSource: left.article.source !== '' && left.article.source === right.article.source ? 1 : 0,
    apart: daysApart(left, right),
  };
  return { features, conflict: conflict.conflicting[0] ?? null, days: isDaysDiffer ? firstDays(left, right) : null };
}

function cosine(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  let product = 0;
  for (const [term, weight] of left) product += weight * (right.get(term) ?? 0);
  const length = Math.sqrt(squares(left) * squares(right));
  return length === 0 ? 0 : product / length;
}

function squares(weights: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const weight of weights.values()) sum += weight * weight;
  return sum;
}

function titleShare(from: Profile, other: Profile): number {
  let [all, found] = [0, 0];
  for (const [term, weight] of from.title) {
    all += weight;
    if (other.whole.has(term)) found += weight;
  }
  return all === 0 ? 0 : found / all;
}

/** Of the smaller set; 0 when one is empty. */
function sharedShare<T>(left: ReadonlySet<T>, right: ReadonlySet<T>): number {
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const value of small) if (large.has(value)) shared++;
  return small.size === 0 ? 0 : shared / small.size;
}

function namesShare(left: Profile, right: Profile): number {
  const shared = [...left.facts.names].filter((name) => right.facts.names.has(name));
  const sum = (profile: Profile, names: Iterable<string>) => [...names].reduce((all, n) => all + profile.weightOf(n), 0);
  const least = Math.min(sum(left, left.facts.names), sum(right, right.facts.names));
  return least === 0 ? 0 : Math.min(1, sum(left, shared) / least);
}

function rareNames(left: Profile, right: Profile): number {
  const shared = [...left.facts.names].filter((name) => right.facts.names.has(name)).map(left.weightOf);
  const best = shared.sort((a, b) => b - a).slice(0, RARE_NAMES);
  return best.reduce((sum, weight) => sum + weight, 0) / (RARE_NAMES * Math.max(1e-9, left.weightOf('')));
}

function foreignNames(from: Profile, other: Profile): number {
  let [all, foreign] = [0, 0];
  for (const term of from.title.keys()) {
    if (!from.facts.names.has(term)) continue;
    all += from.weightOf(term);
    if (!other.whole.has(term)) foreign += from.weightOf(term);
  }
  return all === 0 ? 0 : foreign / all;
}

/** What both count, but not to the same number anywhere. */
function conflictOf(left: readonly Claim[], right: readonly Claim[]) {
  const conflicting: [Claim, Claim][] = [];
  let agreeing = 0;
  const seen = new Set<string>();
  for (const claim of left) {
    if (seen.has(claim.counted)) continue;
    seen.add(claim.counted);
    const mine = new Set(left.filter((other) => other.counted === claim.counted).map((other) => other.value));
    const theirs = right.filter((other) => other.counted === claim.counted);
    if (theirs.length === 0) continue;
    const [first] = theirs;
    if (theirs.some((other) => mine.has(other.value))) agreeing++;
    else if (first) conflicting.push([claim, first]);
  }
  return { agreeing, conflicting };
}

function firstDays(left: Profile, right: Profile): [string, string] {
  return [[...left.facts.days][0] ?? '', [...right.facts.days][0] ?? ''];
}

function daysApart(left: Profile, right: Profile): number {
  const [one, other] = [left.article.publishedAt, right.article.publishedAt];
  return one === null || other === null ? 0 : Math.abs(one - other) / DAY;
}
