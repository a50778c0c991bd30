import type { enMedia } from './en-media.js';
import { createPlural } from './plural.js';

const plural = createPlural('ru');

export const ruMedia: typeof enMedia = {
  texts: {
    lists: {
      title: 'Списки и группы',
      intro:
        'Источники переходят из программы в программу в виде OPML, вместе с группами. Ничего не добавится, пока вы не увидите, что станет с каждой строкой.',
      download: 'Все источники этого сайта в OPML',
      add: 'Добавить из списка',
      file: 'Файл OPML',
      text: 'или список текстом',
      check: 'Посмотреть, что будет',
      addNew: (n: number) =>
        `Добавить ${plural.count(n, { one: 'новый источник', few: 'новых источника', many: 'новых источников', other: 'новых источника' })}`,
      found: (total: number, fresh: number) =>
        `${plural.count(total, { one: 'строка', few: 'строки', many: 'строк', other: 'строки' })}, новых источников — ${fresh}`,
      nothing: 'В списке нет ни одного источника.',
      decisions: {
        new: 'новый',
        known: 'уже есть',
        repeated: 'дважды в списке',
        'no-address': 'без адреса',
        'bad-address': 'негодный адрес',
      },
      groups: 'Группы',
      groupsIntro: 'Выключенная группа не загружается; её статьи остаются.',
      noGroups: 'Групп, которые можно выключить, пока нет: в них бывают только загружаемые источники.',
      groupState: (all: number, paused: number) => {
        const sources = plural.count(all, {
          one: 'источник',
          few: 'источника',
          many: 'источников',
          other: 'источника',
        });
        return paused === 0 ? sources : `${sources}, выключено — ${paused}`;
      },
      switchOff: 'Выключить',
      switchOn: 'Включить',
    },
    media: {
      fullTexts: 'Полные тексты',
      feedTitle: (feed: string) => `Полные тексты: ${feed}`,
      feedIntro:
        'Если лента даёт только первые строки, статью можно прочитать с её собственной страницы: ту же статью, очищенную, без всего, что вокруг. После включения это касается всего, что придёт впредь, и того, что пришло за последние два дня.',
      backToFeed: 'К источнику',
      isOn: 'включены',
      isOff: 'выключены',
      switchOn: 'Загружать полные тексты',
      switchOff: 'Больше не загружать',
      became: 'Что с ними стало',
      waiting: 'ждут очереди',
      failures: 'Не взято',
      noFailures: 'Все страницы отдали свои статьи.',
      nextTry: 'следующая попытка',
      givenUp: 'больше не пробуем',
      outcomes: {
        stored: 'полный текст сохранён',
        'no-article': 'на странице нет статьи',
        'other-article': 'на странице другая статья',
        'not-longer': 'не длиннее, чем в ленте',
        'not-a-page': 'это не страница',
        'too-deep': 'слишком глубокая вложенность',
        busy: 'слишком много страниц в очереди',
        'too-many-tags': 'слишком много тегов',
        'took-too-long': 'слишком долго читалась',
        gone: 'страницы больше нет',
      },
    },
  },
  notices: {
    'opml-added': (p) => `Добавлено источников: ${p.added ?? 0}, уже были: ${p.known ?? 0}.`,
    'group-on': (p) => `Включено источников: ${p.count ?? 0}.`,
    'group-off': (p) => `Выключено источников: ${p.count ?? 0}.`,
    'full-text-on': 'Полные тексты будут загружаться, по одной странице за раз.',
    'full-text-off': 'Полные тексты больше не загружаются. Те, что уже есть, останутся.',
  },
};
