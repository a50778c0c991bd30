/** A few hand-made articles: two events told twice in Russian, one in English, one in Ukrainian, and strangers. */
import type { SearchDocument } from '../../src/search/document.js';

const DAY = 86_400_000;

export function article(id: number, title: string, text: string, more: Partial<SearchDocument> = {}): SearchDocument {
  return {
    id,
    version: 1,
    title,
    text,
    language: 'ru',
    publishedAt: 1_700_000_000_000,
    categoryId: 1,
    feedIds: [1],
    ...more,
  };
}

export const ARTICLES: readonly SearchDocument[] = [
  article(
    1,
    'ЦИК утвердил бюллетень для выборов в Госдуму',
    'Центральная избирательная комиссия утвердила текст бюллетеня. Памфилова назвала порядок партий.',
  ),
  article(
    2,
    'Утверждён бюллетень на выборах депутатов Госдумы',
    'Памфилова показала бюллетень: порядок партий в бюллетене определила жеребьёвка ЦИК.',
    {
      publishedAt: 1_700_000_000_000 + DAY,
      feedIds: [2],
    },
  ),
  article(
    3,
    'В Казани открыли новую станцию метро',
    'Станция метро приняла первых пассажиров. Строители работали три года.',
    { categoryId: 2 },
  ),
  article(4, 'Метро Казани приросло станцией', 'Первые пассажиры новой станции метро в Казани хвалят строителей.', {
    categoryId: 2,
    feedIds: [1, 2],
  }),
  article(
    5,
    'Parliament passes online voting bill',
    'The bill on online voting passed after stories of long queues at polling stations.',
    { language: 'en' },
  ),
  article(
    6,
    'Online voting bill approved by parliament',
    'Lawmakers approved online voting; polling stations stay open.',
    { language: 'en' },
  ),
  article(7, 'Виборів не буде', 'Партії обговорили перенесення виборів на осінь.', { language: 'uk' }),
  article(8, 'Сборная выиграла кубок по хоккею', 'Вратарь отразил сорок бросков и стал лучшим игроком турнира.', {
    publishedAt: 1_700_000_000_000 - 900 * DAY,
  }),
  article(
    9,
    'Единая Россия провела съезд',
    'На съезде партии выступили делегаты. Россия останется единой, сказал докладчик.',
  ),
];
