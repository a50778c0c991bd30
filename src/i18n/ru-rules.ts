/** Русские тексты правил, очереди отложенного, слов темы, правок источника и сроков хранения. */
import type { enRules } from './en-rules.js';
import { createPlural } from './plural.js';

type Params = Record<string, string | number>;
const { count } = createPlural('ru');
const rulesOf = (n: number) => count(n, { one: 'правило', few: 'правила', many: 'правил', other: 'правила' });

export const ruRules: typeof enRules = {
  texts: {
    fates: {
      languages: 'Языки записей',
      outcome: 'Что произойдёт',
      missing: 'Не хватает',
      nothingMissing: 'всё на месте',
      lacks: { date: 'даты', author: 'автора', text: 'текста', address: 'адреса', id: 'собственного номера' },
      heldBy: 'отложено правилом',
      rejectedBy: 'по правилу',
      because: (words: string) => `из-за слов: ${words}`,
      duplicateOf: 'Уже есть:',
      sameStory: (score: number) => `Та же история, сходство ${score} из 100:`,
      storyNote: (from: number) =>
        `«Та же история» — это сходство с опубликованной статьёй от ${from} из 100. Это подсказка: здесь ничего не объединяется.`,
      effects: {
        include: 'пропущено правилом',
        exclude: 'исключено правилом',
        hold: 'отложено правилом',
        category: (name: string) => `в рубрику «${name}» — правило`,
        tag: (name: string) => `метка «${name}» — правило`,
      },
    },
    rules: {
      title: 'Правила',
      heldCount: 'Отложено',
    },
  },
  errors: {
    'rule-no-words': 'Нужно хотя бы одно значимое слово.',
    'rule-too-many': (p: Params) => `Слишком много строк: не более ${p.max ?? ''}.`,
    'rule-pattern': (p: Params) => `Строка ${p.line ?? ''} не годится как шаблон: ${p.why ?? ''}`,
    'rules-full': (p: Params) =>
      `Здесь уже ${rulesOf(Number(p.max ?? 0))}: объедините часть из них, прежде чем добавлять.`,
  },
  notices: {},
};
