/** How two articles resemble each other and where they disagree, as numbers. Pure. */
import { DAY } from '../lib/clock.js';
import type { Claim } from './story-facts.js';
import type { Profile } from './story-profile.js';

export type StoryFeatures = {
  /** Cosine of whole articles, and of titles with the first words: 0…1. */
  whole: number;
  lead: number;
  /** Names in common, by rarity, of the article with fewer. */
  names: number;
  /** Counted things about which both give the same number, and those where they do not; at most 3. */
  agreeing: number;
  conflicting: number;
  /** 1: both name days, and none is the same. */
  daysDiffer: number;
  /** Names of one title that the other article lacks, by rarity, of all its names; the worse way round. */
  foreignNames: number;
  /** 1 when both come from one source. */
  sameSource: number;
  /** Days between the two, at most 3; 0 where a date is unknown. */
  apart: number;
  /** Share of the shorter article's word triples that the other has. Not part of the blend. */
  containment: number;
};

/** The features with what explains them. */
export type Comparison = {
  features: StoryFeatures;
  /** Names in common as written, rarest first. */
  sharedNames: string[];
  conflict: [Claim, Claim] | null;
  days: [string, string] | null;
  /** A name of one title that the other article lacks. */
  foreignName: string | null;
};

const MOST_CLAIMS = 3;
const MOST_DAYS_APART = 3;

export function compareProfiles(left: Profile, right: Profile): Comparison {
  const claims = compareClaims(left.facts.claims, right.facts.claims);
  const days = daysInConflict(left.facts.days, right.facts.days);
  const foreign = worse(foreignNames(left, right), foreignNames(right, left));
  const shared = [...left.facts.names.keys()].filter((name) => right.facts.names.has(name));
  const features = {
    whole: cosine(left.whole, right.whole),
    lead: cosine(left.lead, right.lead),
    names: shareOfNames(left, right, shared),
    agreeing: Math.min(MOST_CLAIMS, claims.agreeing),
    conflicting: Math.min(MOST_CLAIMS, claims.conflicting.length),
    daysDiffer: days ? 1 : 0,
    foreignNames: foreign.share,
    sameSource: left.article.source !== '' && left.article.source === right.article.source ? 1 : 0,
    apart: Math.min(MOST_DAYS_APART, daysApart(left, right)),
    containment: sharedShare(left.shingles, right.shingles),
  };
  const rarest = shared.sort((a, b) => left.weightOf(b) - left.weightOf(a));
  return {
    features,
    sharedNames: rarest.map((name) => left.facts.names.get(name) ?? name),
    conflict: claims.conflicting[0] ?? null,
    days,
    foreignName: foreign.name,
  };
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

/** Of the smaller set; 0 when one is empty. */
function sharedShare<T>(left: ReadonlySet<T>, right: ReadonlySet<T>): number {
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const value of small) if (large.has(value)) shared++;
  return small.size === 0 ? 0 : shared / small.size;
}

function shareOfNames(left: Profile, right: Profile, shared: readonly string[]): number {
  const weigh = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + left.weightOf(name), 0);
  const least = Math.min(weigh(left.facts.names.keys()), weigh(right.facts.names.keys()));
  return least === 0 ? 0 : Math.min(1, weigh(shared) / least);
}

type Foreign = { share: number; name: string | null };

function foreignNames(from: Profile, other: Profile): Foreign {
  const names = [...from.title.keys()].filter((term) => from.facts.names.has(term));
  const missing = names.filter((term) => !other.whole.has(term));
  const weigh = (terms: readonly string[]) => terms.reduce((sum, term) => sum + from.weightOf(term), 0);
  const [first] = missing;
  if (first === undefined) return { share: 0, name: null };
  return { share: weigh(missing) / weigh(names), name: from.facts.names.get(first) ?? first };
}

function worse(one: Foreign, other: Foreign): Foreign {
  return other.share > one.share ? other : one;
}

/** What both count: the same number somewhere, or nowhere. */
function compareClaims(left: readonly Claim[], right: readonly Claim[]) {
  const conflicting: [Claim, Claim][] = [];
  let agreeing = 0;
  const mine = groupByCounted(left);
  const theirs = groupByCounted(right);
  for (const [counted, claims] of mine) {
    const others = theirs.get(counted) ?? [];
    const [claim, other] = [claims[0], others[0]];
    if (!claim || !other) continue;
    if (claims.some(({ value }) => others.some((each) => each.value === value))) agreeing++;
    else conflicting.push([claim, other]);
  }
  return { agreeing, conflicting };
}

function groupByCounted(claims: readonly Claim[]): Map<string, Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) groups.set(claim.counted, [...(groups.get(claim.counted) ?? []), claim]);
  return groups;
}

function daysInConflict(left: ReadonlySet<string>, right: ReadonlySet<string>): [string, string] | null {
  const [mine, theirs] = [[...left][0], [...right][0]];
  if (mine === undefined || theirs === undefined) return null;
  return sharedShare(left, right) > 0 ? null : [mine, theirs];
}

function daysApart(left: Profile, right: Profile): number {
  const [one, other] = [left.article.publishedAt, right.article.publishedAt];
  return one === null || other === null ? 0 : Math.abs(one - other) / DAY;
}
