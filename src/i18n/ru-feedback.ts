import type { enFeedback } from './en-feedback.js';

export const ruFeedback: typeof enFeedback = {
  texts: {
    log: {
      title: 'Журнал модерации',
      intro: 'Всё, что делают модераторы: с причиной и с пометкой, если решение отменили.',
      empty: 'Модераторы пока ни во что не вмешивались.',
      emptyHint: 'Здесь появятся объединённые и скрытые темы, закреплённые и запрещённые пары похожих статей.',
      reason: 'Причина:',
      undo: 'Отменить',
      undoneBy: (name: string, when: string) => `отменено: ${name}, ${when}`,
    },
  },
  errors: {
    'already-undone': 'Это решение уже отменено.',
    'undo-impossible': 'Отменить это больше нельзя.',
    'reason-missing': 'Укажите причину: она будет видна в открытом журнале.',
  },
  notices: {
    'action-undone': 'Решение отменено.',
    'already-undone': 'Это решение уже отменено.',
    'undo-impossible': 'Отменить это больше нельзя.',
  },
};
