/** English for rules, the held queue, the topic's words, revisions and retention. */
import { createPlural } from './plural.js';

type Params = Record<string, string | number>;
const { count } = createPlural('en');
const rulesOf = (n: number) => count(n, { one: 'rule', other: 'rules' });

export const enRules = {
  /** Groups of texts for pages, e.g. `rules: { title: '…' }`. */
  texts: {
    fates: {
      languages: 'Languages of the items',
      outcome: 'What would happen',
      missing: 'Missing',
      nothingMissing: 'nothing',
      lacks: { date: 'date', author: 'author', text: 'text', address: 'address', id: 'own id' },
      heldBy: 'held by the rule',
      rejectedBy: 'by the rule',
      because: (words: string) => `because of: ${words}`,
      duplicateOf: 'Already here:',
      sameStory: (score: number) => `Same story, likeness ${score} of 100:`,
      storyNote: (from: number) =>
        `“Same story” means a likeness of ${from} or more of 100 with a published article; it is a hint, nothing is joined here.`,
      effects: {
        include: 'let in by',
        exclude: 'left out by',
        hold: 'held by',
        category: (name: string) => `to “${name}” by`,
        tag: (name: string) => `tagged “${name}” by`,
      },
    },
    rules: {
      title: 'Rules',
      heldCount: 'Held',
    },
  },
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {
    'rule-no-words': 'Write at least one word that carries meaning.',
    'rule-too-many': (p: Params) => `Too many lines: at most ${p.max ?? ''}.`,
    'rule-pattern': (p: Params) => `Line ${p.line ?? ''} is not a pattern that can be used: ${p.why ?? ''}`,
    'rules-full': (p: Params) => `There are ${rulesOf(Number(p.max ?? 0))} already: join some before adding more.`,
  },
  /** One-time messages after a redirect. */
  notices: {},
};
