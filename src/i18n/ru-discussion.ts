import type { enDiscussion } from './en-discussion.js';
import { createPlural } from './plural.js';

type Params = Record<string, string | number>;
const { count } = createPlural('ru');
const numberOf = (value: string | number | undefined) => Number(value ?? 0) || 0;
const seconds = (n: number) => count(n, { one: 'секунду', few: 'секунды', many: 'секунд', other: 'секунды' });
const minutes = (n: number) => count(n, { one: 'минуту', few: 'минуты', many: 'минут', other: 'минуты' });
const wait = (n: number) => (n > 90 ? minutes(Math.ceil(n / 60)) : seconds(n));
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
      newReplies: (n: number) =>
        count(n, { one: 'новый ответ', few: 'новых ответа', many: 'новых ответов', other: 'нового ответа' }),
      lookForNew: 'Есть ли новые ответы?',
      draftRestored: 'Это ваш неотправленный текст.',
      draftKept: (when: string) => `Сохранён ${when}.`,
      draftDiscard: 'Выбросить',
      draftSaved: 'Черновик сохранён',
      draftFailed: 'Нет связи: черновик сохранён в браузере',
      charactersLeft: (used: string, max: string) => `${used} из ${max} знаков`,
      mentionHint: 'Чтобы позвать участника, напишите @имя или @"имя с пробелами".',
      suggestions: 'Кого упомянуть',
      trap: 'Оставьте это поле пустым',
      locked: 'Обсуждение закрыто',
      lockTitle: 'Закрыть обсуждение',
      lockSubmit: 'Закрыть',
      unlockTitle: 'Снова открыть обсуждение',
      unlockSubmit: 'Открыть',
      heldOwn: 'Ждёт модератора: вы этот ответ видите, остальные пока нет.',
      heldRejected: 'Модератор не пропустил',
      heldTitle: 'Ждут проверки',
      heldIntro: 'Первые сообщения новых участников. Пропущенное сообщение получает номер, и его видят все.',
      heldEmpty: 'Никто не ждёт.',
      heldEmptyHint: 'Первые сообщения новых участников попадают сюда, если этого требует HOLD_FIRST_POSTS.',
      heldIn: 'в теме',
      approve: 'Пропустить',
      reject: 'Отклонить',
      rejectReason: 'Причина, если отклоняете',
      laterHeld: 'Следующие сообщения',
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
    'vote-locked': 'Обсуждение закрыто: голоса больше не меняются.',
    'edit-locked': 'Обсуждение закрыто: сообщения в нём больше не меняются.',
    'thread-locked': 'Обсуждение закрыто. Ваш текст сохранён как черновик.',
    'reason-required': 'Напишите почему: причина публикуется в журнале модерации.',
    'posting-too-fast-new': (p: Params) =>
      `Новые участники пишут не чаще трёх раз в минуту. Следующий ответ — через ${wait(numberOf(p.seconds))}; со временем будет можно чаще.`,
    'form-too-quick': (p: Params) =>
      `Так быстро никто не читает. Текст сохранён: отправьте его ещё раз через ${wait(numberOf(p.seconds))}.`,
    'looks-automatic': 'Заполнено поле, которого люди не видят. Очистите его и отправьте ответ ещё раз.',
    'held-enough': (p: Params) =>
      `Проверки уже ждут ваши сообщения: ${numberOf(p.count)}. Писать дальше можно будет, когда их прочтут; этот текст сохранён как черновик.`,
    'already-decided': 'Это сообщение уже разобрал другой модератор.',
    'held-in-hidden':
      'Тема скрыта, и этого сообщения никто бы не увидел. Сначала верните тему из журнала или отклоните сообщение.',
    'vote-down-new':
      'Новые участники пока не голосуют «бесполезно». Это откроется через три дня и пять сообщений — или через тридцать дней.',
  },
  notices: {
    'post-edited': 'Сообщение изменено. Прежний текст — в его истории.',
    'post-same': 'Ничего не изменилось.',
    'post-deleted': 'Сообщение удалено. Кнопка «Вернуть» вернёт его.',
    'post-restored': 'Сообщение снова на месте.',
    'text-kept': 'Сеанс закончился, но текст цел: войдите, и он вернётся в форму.',
    'text-kept-here': 'Форма устарела. Текст на месте: отправьте его ещё раз.',
    'draft-discarded': 'Черновик выброшен.',
    'post-held': 'Спасибо. Первые сообщения читает модератор, потом их увидят все.',
    'held-post-approved': 'Сообщение опубликовано.',
    'held-post-rejected': 'Сообщение отклонено.',
    'already-decided': 'Это сообщение уже разобрал другой модератор.',
    'held-in-hidden':
      'Тема скрыта, и этого сообщения никто бы не увидел. Сначала верните тему из журнала или отклоните сообщение.',
    'thread-locked-now': 'Обсуждение закрыто.',
    'thread-unlocked': 'Обсуждение снова открыто.',
    'reason-required': 'Ничего не сделано: напишите почему, причина публикуется в журнале модерации.',
    'no-new-replies': 'Новых ответов пока нет.',
    'vote-down-new':
      'Новые участники пока не голосуют «бесполезно». Это откроется через три дня и пять сообщений — или через тридцать дней.',
  },
};
