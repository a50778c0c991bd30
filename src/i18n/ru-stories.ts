import type { enStories } from './en-stories.js';

export const ruStories: typeof enStories = {
  texts: {
    diff: { added: 'добавлено: ', removed: 'убрано: ' },
    moderationActions: {
      'full-text-on': 'включил(а) полные тексты:',
      'full-text-off': 'выключил(а) полные тексты:',
      'thread-hide': 'скрыл(а)',
      'similar-pin': 'закрепил(а) как похожее',
      'similar-release': 'вернул(а) на усмотрение машины',
      'similar-ban': 'исключил(а) из похожих',
      'rule-add': 'создал(а)',
      'rule-edit': 'изменил(а)',
      'rule-on': 'включил(а)',
      'rule-off': 'выключил(а)',
      'rule-delete': 'удалил(а)',
      'item-release': 'пропустил(а)',
      'item-reject': 'отклонил(а)',
      'article-delete': 'удалил(а)',
      'retention-set': 'изменил(а) срок хранения статей:',
      'topic-edit': 'изменил(а) слова темы:',
    } as Record<string, string>,
    moderationSubjects: {
      thread: 'тему',
      article: 'статью',
      item: 'запись',
      post: 'сообщение',
      feed: 'источник',
      user: 'участника',
      rule: 'правило',
      similar: 'пару',
      site: 'сайт',
    },
  },
  errors: {},
  notices: {},
};
