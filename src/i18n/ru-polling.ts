import type { enPolling } from './en-polling.js';
import { createPlural } from './plural.js';

const { count } = createPlural('ru');
const sources = (n: number) => count(n, { one: 'источник', few: 'источника', many: 'источников', other: 'источника' });
const articles = (n: number) => count(n, { one: 'статья', few: 'статьи', many: 'статей', other: 'статьи' });
const attempts = (n: number) => count(n, { one: 'попытка', few: 'попытки', many: 'попыток', other: 'попытки' });

export const ruPolling: typeof enPolling = {
  texts: {
    feedHealth: {
      title: 'Состояние',
      filter: 'Отбор источников',
      state: 'Состояние',
      states: {
        all: 'все',
        trouble: 'неблагополучные',
        failing: 'последняя попытка не удалась',
        silent: 'замолчали',
        paused: 'приостановлены',
        pushed: 'присылают через концентратор',
      },
      text: 'Название или адрес',
      group: 'Группа',
      anyGroup: 'любая',
      apply: 'Показать',
      found: (n: number) => sources(n),
      none: 'Под отбор не подходит ни один источник.',
      showAll: 'Показать все источники',
      inTrouble: (n: number) => `Неблагополучных источников: ${n}`,
      score: 'Счёт неудач',
      scoreHint:
        'С последнего успеха: 1 за неудачу, которая сама не пройдёт (нет страницы или сервера, не лента), ½ за ту, которую кто-то должен исправить, ¼ за временную. При счёте 3 и больше источник считается неблагополучным.',
      silentSince: 'молчит',
      silentLong: (when: string) => `Ничего нового дольше, чем обычно для этого источника. Необычно с ${when}.`,
      alerts: {
        failing: 'Источник раз за разом не загружается.',
        gone: 'Источник сообщил, что закрыт насовсем. Обращаться к нему снова — только если вы его возобновите.',
        silent: 'Источник замолчал.',
        twin: 'Источник окончательно переехал на адрес, с которого новости уже собираются.',
        replacement: 'Нашлось, чем его можно заменить.',
      },
      normal: 'Обычно за неделю',
      normalUnknown: 'пока неизвестно',
      lastArticle: 'Самая новая статья',
      picture: 'Статьи и попытки по дням',
      pictureHint:
        'Столбик — день (по UTC) из последних 30. Линия — сколько бывает обычно; квадратики внизу показывают, удавалась ли загрузка.',
      pictureAlt: (total: number, days: number) =>
        `${articles(total)} за ${count(days, { one: 'день', few: 'дня', many: 'дней', other: 'дня' })}`,
      asTable: 'То же таблицей',
      day: 'День',
      articles: 'Статей',
      attempts: 'Попыток',
      failed: 'из них неудачных',
      dayArticles: (day: string, n: number) => `${day}: ${articles(n)}`,
      dayAttempts: (n: number, failed: number) => `${attempts(n)}, неудачных — ${failed}`,
      legendOk: 'загружено',
      legendMixed: 'часть попыток не удалась',
      legendBad: 'не удалась ни одна попытка',
      moving: 'Постоянное перенаправление',
      movingTo: (url: string, times: number) =>
        `на ${url}, подряд: ${times}; адрес сменится после пяти раз за сутки с лишним`,
      twin: 'Уже собирается как',
      twinHint: 'Оба приносят одно и то же. Приостановите этот: его статьи и темы останутся.',
      chooseReplacement: 'Сравнить и выбрать замену',
      replacements: 'Что предлагает его сайт сегодня',
      push: 'Рассылка',
      pushStates: {
        wanted: 'концентратор вот-вот будет запрошен',
        asked: 'концентратор запрошен, ждём ответа',
        active: 'концентратор присылает новое',
        denied: 'концентратор отказал',
      },
      pushUntil: (day: string) => `подписка до ${day}`,
      pushLast: 'последний раз',
    },
    feedSearch: {
      hint: 'Адрес сайта, страницы канала или самой ленты: вы увидите, что она принесёт, прежде чем что-то сохранится.',
      title: 'Какая из лент?',
      intro: 'По этому адресу нашлось несколько лент:',
      replaceTitle: (title: string) => `Замена для «${title}»`,
      replaceIntro: 'Ленты, которые отвечают сегодня. Где искали:',
      none: 'Ни одной ленты не нашлось.',
      noneHint: 'Поищите на сайте знак ленты или спросите поисковик про его RSS.',
      items: (n: number) => count(n, { one: 'запись', few: 'записи', many: 'записей', other: 'записи' }),
      choose: 'Посмотреть эту ленту',
      replace: 'Взять этот адрес',
      known: 'Эта лента уже среди источников.',
      open: 'Открыть',
      findReplacement: 'Поискать замену',
    },
  },
  errors: {
    'no-feed-found': 'Ленты по этому адресу не нашлось: ни на самой странице, ни в обычных местах.',
  },
};
