import type { enDiscussion } from './en-discussion.js';
import { createPlural } from './plural.js';

type Params = Record<string, string | number>;
const { count } = createPlural('ru');
const numberOf = (value: string | number | undefined) => Number(value ?? 0) || 0;
const votes = (n: number) => count(n, { one: 'голос', few: 'голоса', many: 'голосов', other: 'голоса' });
const links = (n: number) => count(n, { one: 'ссылки', other: 'ссылок' });
const members = (n: number) => count(n, { one: 'участника', other: 'участников' });

export const ruDiscussion: typeof enDiscussion = {
  texts: {
    discussion: {
      orders: { oldest: 'По порядку', newest: 'Сначала новые', best: 'Лучшие ответы', nested: 'Ветками' },
      orderBy: 'Порядок ответов',
      bestFormula:
        'Лучшие ответы — по нижней границе 95-процентного интервала Уилсона для доли голосов «полезно» (E. B. Wilson, 1927). Малое число голосов мало что доказывает: 1 из 1 стоит ниже, чем 9 из 10.',
      quote: 'Цитировать',
      quotePost: (name: string, id: number) => `Цитировать сообщение № ${id}, ${name}`,
      edit: 'Изменить',
      editPost: (id: number) => `Изменить сообщение № ${id}`,
      edited: (when: string) => `изменено ${when}`,
      backTo: (id: number) => `назад к № ${id}`,
      deletedByAuthor: 'Удалено автором',
      deletedByModerator: 'Убрано модератором',
      restore: 'Вернуть',
      voteUp: (id: number, n: number) => `Сообщение № ${id} полезно: ${votes(n)}`,
      voteDown: (id: number, n: number) => `Сообщение № ${id} бесполезно: ${votes(n)}`,
      votes: (up: number, down: number) => `полезно: ${up}, бесполезно: ${down}`,
      editTitle: (id: number) => `Изменить сообщение № ${id}`,
      editIntro: 'Прежний текст сообщения остаётся в его истории, её видят все.',
      text: 'Текст',
      reason: 'Причина',
      reasonHint: 'Будет опубликована в журнале модерации.',
      save: 'Сохранить',
      deleteTitle: 'Удалить сообщение',
      deleteIntro: 'Номер, голоса и ответы останутся; вернуть сообщение можно в любой момент.',
      delete: 'Удалить',
      backToPost: 'Назад к сообщению',
      historyTitle: (id: number) => `История сообщения № ${id}`,
      historyIntro: 'Все правки, сначала последние. Зачёркнуто — убранное, подчёркнуто — добавленное.',
      historyEmpty: 'Это сообщение ни разу не меняли.',
      restoreVersion: 'Взять за основу текст до этой правки',
      byDeleted: 'бывший участник',
      olderChanges: 'Более ранние правки',
    },
  },
  errors: {
    'text-too-complex': 'Этот текст слишком долго показывать. Уберите часть вложенной разметки.',
    'too-many-links': (p: Params) =>
      `Слишком много ссылок: пока в одном сообщении у вас может быть не больше ${links(numberOf(p.max))}. Чем дольше вы с нами, тем больше можно.`,
    'too-many-mentions': (p: Params) =>
      `Слишком много упоминаний: пока в одном сообщении можно назвать не больше ${members(numberOf(p.max))}. Чем дольше вы с нами, тем больше можно.`,
    'duplicate-text': (p: Params) =>
      `Вы уже опубликовали эти слова: сообщение № ${numberOf(p.id)}. Лучше дайте на него ссылку.`,
    'thread-locked': 'Обсуждение закрыто. Ваш текст сохранён как черновик.',
    'reason-required': 'Напишите почему: причина публикуется в журнале модерации.',
    'vote-down-new':
      'Новые участники пока не голосуют «бесполезно». Это откроется через три дня и пять сообщений — или через тридцать дней.',
  },
  notices: {
    'post-edited': 'Сообщение изменено. Прежний текст — в его истории.',
    'post-same': 'Ничего не изменилось.',
    'post-deleted': 'Сообщение удалено. Кнопка «Вернуть» вернёт его.',
    'post-restored': 'Сообщение снова на месте.',
    'vote-down-new':
      'Новые участники пока не голосуют «бесполезно». Это откроется через три дня и пять сообщений — или через тридцать дней.',
  },
};
