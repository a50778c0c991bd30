import type { enStarting } from './en-starting.js';
import { createPlural } from './plural.js';

const { count } = createPlural('ru');
const days = (n: number) => count(n, { one: 'день', few: 'дня', many: 'дней', other: 'дня' });

export const ruStarting: typeof enStarting = {
  texts: {
    starting: {
      title: 'Начать тему',
      intro: 'О найденной странице или о своём вопросе. Перед публикацией вы увидите, что здесь уже обсуждают.',
      link: 'Ссылка',
      linkHint: 'Не обязательна. Заголовок и первые слова можно взять со страницы.',
      fetch: 'Взять заголовок и текст со страницы',
      headline: 'Заголовок',
      category: 'Рубрика',
      choose: 'Выберите рубрику',
      text: 'Текст',
      preview: 'Так это будет выглядеть',
      discussed: 'Это уже обсуждают?',
      discussedHint: 'Эти темы близки к вашей. Если одна из них о том же, ответьте там: её прочтёт больше людей.',
      nothingLike: 'Ничего похожего здесь ещё не обсуждали.',
      sameLink: 'та же ссылка',
      start: 'Опубликовать',
      startAnyway: 'Это о другом — опубликовать',
      startedBy: 'Тему начал(а)',
      nav: 'Начать тему',
      source: 'Темы участников',
    },
  },
  errors: {
    'start-while-held':
      'Ваши первые сообщения сначала смотрит модератор. Ответьте в какой-нибудь теме — после этого сможете начинать свои.',
    'may-not-start': 'Ваша учётная запись не может начинать темы.',
    'may-not-start-yet': (p: Record<string, string | number>) =>
      `Новые участники начинают темы чуть позже: через ${days(Number(p.days ?? 1))}. Отвечать можно уже сейчас.`,
    'title-too-short': 'Напишите заголовок не короче 8 знаков.',
    'title-too-long': (p: Record<string, string | number>) =>
      `Заголовок слишком длинный: не больше ${p.max ?? 200} знаков.`,
    'link-invalid': 'Это не адрес страницы. Он начинается с https:// или http://',
    'link-unreachable': (p: Record<string, string | number>) =>
      `Прочитать страницу не удалось (${p.why ?? ''}). Заголовок и текст можно написать самим.`,
    'link-empty': 'На странице не нашлось заголовка. Напишите его сами.',
    'category-missing': 'Выберите рубрику.',
  },
  notices: { 'thread-started': 'Ваша тема опубликована.' },
};
