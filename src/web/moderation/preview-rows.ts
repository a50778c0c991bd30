/** The decisions of a preview as its page shows them. */
import type { Decision } from '../../feeds/dedupe.js';
import { type FindStories, STORY_FROM, type StoryMatch } from '../../feeds/find-stories.js';
import type { FeedPreview } from '../../feeds/preview-feed.js';
import type { RuleEffect } from '../../feeds/rule.js';
import type { Language } from '../../i18n/language.js';
import type { Clock } from '../../lib/clock.js';
import { groupBy } from '../../lib/group-by.js';
import type { ArticleDraft } from '../../news/article.js';
import type { ThreadSummary } from '../../news/thread.js';
import type { ThreadStore } from '../../news/thread-store.js';
import type { SectionsNow } from '../sections.js';
import { urls } from '../urls.js';
import type { FeedPreviewPage, PreviewDecision } from './pages.js';

export type PreviewRowParts = {
  threads: Pick<ThreadStore, 'listByIds'>;
  findStories: FindStories;
  clock: Clock;
};

const DECISIONS_SHOWN = 50;

type Shown = Pick<FeedPreviewPage, 'decisions' | 'counts' | 'missing' | 'languages' | 'storyFrom' | 'total'>;

export async function previewRows(
  parts: PreviewRowParts,
  { decisions }: FeedPreview,
  sections: SectionsNow,
  language: Language,
): Promise<Shown> {
  const shown = decisions.slice(0, DECISIONS_SHOWN);
  // Without the index the rest of the preview is worth as much.
  const stories = await parts.findStories(shown, parts.clock()).catch(() => new Map<ArticleDraft, StoryMatch>());
  const ids = [...shown.flatMap(duplicateOf), ...[...stories.values()].map((story) => story.threadId)];
  const threads = new Map((await parts.threads.listByIds([...new Set(ids)])).map((thread) => [thread.id, thread]));
  const names = { sections, language };
  return {
    decisions: shown.map((decision) => toRow(decision, matchOf(decision, stories, threads), names)),
    counts: [...groupBy(decisions, wordOf)].map(([decision, { length }]) => ({ decision, count: length })),
    missing: missingFields(decisions.map(({ draft }) => draft)),
    languages: [...new Set(decisions.map(({ draft }) => draft.language).filter((code) => code !== ''))],
    storyFrom: Math.round(STORY_FROM * 100),
    total: decisions.length,
  };
}

export function effectRow(
  { ruleId, name, action, value, words }: Omit<RuleEffect, 'ruleId'> & { ruleId: number | null },
  { sections, language }: { sections: SectionsNow; language: Language },
) {
  const category = action === 'category' ? sections.byId.get(Number(value)) : undefined;
  const categoryName = language === 'ru' ? category?.nameRu : category?.nameEn;
  return { name, url: ruleId === null ? urls.rules : urls.rule(ruleId), action, value: categoryName ?? value, words };
}

function toRow(
  decision: Decision,
  match: PreviewDecision['match'],
  names: { sections: SectionsNow; language: Language },
): PreviewDecision {
  const { draft } = decision;
  const by = decision.kind === 'held' ? decision.verdict.by : decision.kind === 'rejected' ? decision.by : null;
  const effects = decision.kind === 'held' || decision.kind === 'new' ? decision.verdict.effects : [];
  return {
    title: draft.title,
    url: draft.url,
    publishedAt: draft.publishedAt,
    lead: draft.lead,
    language: draft.language,
    decision: wordOf(decision),
    reason: decision.kind === 'rejected' ? decision.reason : null,
    rule: by && { name: by.name, url: urls.rule(by.ruleId), words: by.words },
    effects: effects.map((effect) => effectRow(effect, names)),
    match,
  };
}

/** What waits already is known already. */
function wordOf({ kind }: Decision): PreviewDecision['decision'] {
  return kind === 'waiting' ? 'held' : kind;
}

function duplicateOf(decision: Decision): number[] {
  return decision.kind === 'same' && decision.known ? [decision.known.threadId] : [];
}

function matchOf(
  decision: Decision,
  stories: ReadonlyMap<ArticleDraft, StoryMatch>,
  threads: ReadonlyMap<number, ThreadSummary>,
): PreviewDecision['match'] {
  const story = stories.get(decision.draft);
  const thread = threads.get(story?.threadId ?? duplicateOf(decision)[0] ?? 0);
  if (!thread) return null;
  return {
    kind: story ? 'story' : 'duplicate',
    title: thread.title,
    url: urls.thread(thread.id),
    score: story ? Math.round(story.score * 100) : null,
  };
}

function missingFields(drafts: readonly ArticleDraft[]): FeedPreviewPage['missing'] {
  const lacks: [string, (draft: ArticleDraft) => boolean][] = [
    ['date', (draft) => draft.publishedAt === null],
    ['author', (draft) => draft.author === null],
    ['text', (draft) => draft.text === ''],
    ['address', (draft) => draft.url === null],
    ['id', (draft) => draft.guidKey === null],
  ];
  return lacks
    .map(([field, isMissing]) => ({ field, count: drafts.filter(isMissing).length }))
    .filter(({ count }) => count > 0);
}
