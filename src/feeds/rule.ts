/** What moderators decide in advance: a condition on an entry, and what happens to entries that meet it. */
export const ruleActions = ['include', 'exclude', 'hold', 'category', 'tag'] as const;
export const ruleMatchers = ['words', 'pattern', 'topic'] as const;
export const ruleFields = ['title', 'text', 'url', 'author', 'tag', 'language'] as const;

export type RuleAction = (typeof ruleActions)[number];
export type RuleMatcher = (typeof ruleMatchers)[number];
export type RuleField = (typeof ruleFields)[number];

/** `terms`: words or patterns, one a line; of a topic, the site's list of words takes their place when it is asked. */
export type RuleCondition = { matcher: RuleMatcher; fields: RuleField[]; terms: string; isAll: boolean };

export type Rule = RuleCondition & {
  id: number;
  /** Null: every source. */
  feedId: number | null;
  name: string;
  action: RuleAction;
  categoryId: number | null;
  tag: string;
  isEnabled: boolean;
  position: number;
};

export type RuleDraft = Omit<Rule, 'id' | 'position'>;

/** What rules look at. */
export type RuleSubject = {
  title: string;
  text: string;
  url: string | null;
  author: string | null;
  tags: readonly string[];
  language: string;
};

/** What one rule did, and the words that made it. */
export type RuleEffect = { ruleId: number; name: string; action: RuleAction; value: string; words: string[] };

export type RuleRejection = 'excluded' | 'not-included' | 'off-topic';

export type Verdict = {
  kind: 'take' | 'hold' | 'reject';
  reason: RuleRejection | null;
  /** Of a rejection or a hold: the rule that made it. */
  by: RuleEffect | null;
  /** Of an entry that is taken or held: everything else that rules did. */
  effects: RuleEffect[];
  tags: string[];
  categoryId: number | null;
};

/** Rules are many-eyed, not endless: beyond these nobody can tell what they do, and time grows with them. */
export const MOST_RULES = 100;
export const LONGEST_TERMS = 4000;
export const MOST_PATTERNS = 20;
export const LONGEST_PATTERN = 300;
/** Of an entry's text this much is looked at. */
export const TEXT_LOOKED_AT = 20_000;

export const noVerdict: Verdict = { kind: 'take', reason: null, by: null, effects: [], tags: [], categoryId: null };
