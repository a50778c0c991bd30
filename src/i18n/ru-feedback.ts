import type { enFeedback } from './en-feedback.js';

export const ruFeedback: typeof enFeedback = {
  texts: {
    feedback: {
      related: 'По теме',
      unrelated: 'Не по теме',
      relatedOf: (title: string) => `По теме: ${title}`,
      unrelatedOf: (title: string) => `Не по теме: ${title}`,
      how: 'Подскажите машине, где она права, а где нет: список изменится, когда одного мнения станет на два голоса больше, чем другого.',
      pinned: 'закреплено модератором',
      counts: (related: number, unrelated: number) => `Голоса участников: за — ${related}, против — ${unrelated}`,
      reason: 'Причина',
      reasonHint: 'Будет видна в открытом журнале.',
      pin: 'Закрепить',
      unpin: 'Открепить',
      ban: 'Больше не показывать',
      pinOther: 'Закрепить другую тему',
      target: 'Тема',
      targetHint: 'Её номер или адрес, например 1234 или https://…/threads/1234',
      hide: 'Скрыть тему',
      hiddenSince: (when: string) => `Скрыта от читателей: ${when}.`,
    },
    hiddenStory: { title: 'Эта тема скрыта', toLog: 'Почему — в журнале модерации' },
    log: {
      title: 'Журнал модерации',
      aboutSite: 'О сайте',
      intro: 'Всё, что делают модераторы: с причиной и с пометкой, если решение отменили.',
      empty: 'Модераторы пока ни во что не вмешивались.',
      emptyHint: 'Здесь появятся объединённые и скрытые темы, закреплённые и запрещённые пары похожих статей.',
      reason: 'Причина:',
      undo: 'Отменить',
      undoneBy: (name: string, when: string) => `отменено: ${name}, ${when}`,
    },
  },
  errors: {
    'pair-with-itself': 'Тема не может быть похожа на саму себя.',
    'no-such-thread': 'Такой темы нет. Укажите её номер или адрес.',
    'thread-hidden':
      'Модераторы скрыли эту тему: она не потеряна, и её могут вернуть. Причина записана в открытом журнале.',
    'already-undone': 'Это решение уже отменено.',
    'undo-impossible': 'Отменить это больше нельзя.',
  },
  notices: {
    'judgement-kept': 'Спасибо, учтено.',
    'judgement-withdrawn': 'Ваша оценка снята.',
    'ruling-kept': 'Список изменён, причина записана в журнал.',
    'thread-hidden': 'Тема скрыта. Вернуть её можно из журнала.',
    'action-undone': 'Решение отменено.',
    'already-undone': 'Это решение уже отменено.',
    'undo-impossible': 'Отменить это больше нельзя.',
  },
};
