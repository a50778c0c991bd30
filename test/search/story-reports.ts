/** Invented reports for the tests of stories: tellings of one event, of others like it, and of nothing related. */
import { HOUR } from '../../src/lib/clock.js';
import { type Profile, profileOf, type StoryArticle, type TermRarity } from '../../src/search/story-profile.js';

export const MONDAY = Date.UTC(2026, 4, 18, 9);

let made = 0;

export function report(title: string, text: string, more: Partial<StoryArticle> = {}): StoryArticle {
  made++;
  return {
    id: made,
    title,
    text,
    language: 'ru',
    publishedAt: MONDAY + made * HOUR,
    source: `source ${made}`,
    ...more,
  };
}

/** In a large collection, where every word of the reports is rather rare. */
export const largeCollection: TermRarity = { articles: 10_000, frequencyOf: () => 40 };

export function profile(article: StoryArticle): Profile {
  return profileOf(article, largeCollection);
}

export const WIRE =
  'Центризбирком Верхнего края передал в Заозёрск двенадцать комплексов электронного голосования. ' +
  'Оборудование привезли на склад городской комиссии утром, сообщил её председатель Олег Рябинин. ' +
  'Первые испытания назначены на субботу, их смогут увидеть наблюдатели всех партий. ' +
  'Край закупил технику у завода «Вектор» за 48 миллионов рублей. ' +
  'Раньше бюллетени в городе считали только вручную, и протоколы ждали до утра.';

export const wire = () => report('В Заозёрск привезли комплексы электронного голосования', WIRE);

export const retold = () =>
  report(
    'Заозёрск получил двенадцать комплексов для электронного голосования',
    'Двенадцать комплексов электронного голосования доставлены на склад комиссии Заозёрска, рассказал её глава Олег Рябинин. ' +
      'Испытать их обещают в субботу при наблюдателях. Техника завода «Вектор» обошлась краю в 48 миллионов рублей.',
  );

export const elsewhere = () =>
  report(
    'Малиновка получила семь комплексов для электронного голосования',
    'Семь комплексов электронного голосования доставлены на склад комиссии Малиновки, рассказала её глава Инна Белозёрова. ' +
      'Испытать их обещают в среду при наблюдателях. Техника завода «Луч» обошлась району в 26 миллионов рублей.',
  );
