/** Publishers' pages as they come: an article amid everything else. */
const sentences = [
  'Избирательная комиссия опубликовала протоколы участков, на которых проверялась система дистанционного голосования.',
  'Наблюдатели сообщили о расхождениях в итоговых таблицах и попросили пересчитать бюллетени вручную.',
  'Председатель комиссии ответил, что все обращения будут рассмотрены в установленный законом срок.',
  'Независимые эксперты провели аудит программы и нашли в ней несколько ошибок, о которых сообщили разработчикам.',
  'Суд назначил заседание на следующую неделю, а до тех пор итоги голосования останутся предварительными.',
];

export const said = {
  title: 'Комиссия опубликовала протоколы дистанционного голосования',
  text: 'Избирательная комиссия опубликовала протоколы участков, на которых проверялась система дистанционного голосования.',
};

export const paragraphs = [0, 1, 2].map(
  (turn) => `<p>${sentences.map((text) => `${text} Часть ${turn}.`).join(' ')}</p>`,
);

export function page(more: { head?: string; body?: string; title?: string } = {}): string {
  const title = more.title ?? said.title;
  return `<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>${title}</title>${more.head ?? ''}</head><body>
<nav><ul><li><a href="/">Главная</a></li><li><a href="/politics">Политика</a></li></ul></nav>
<article><h1>${title}</h1>${more.body ?? paragraphs.join('\n')}</article>
<aside><p>Читайте также</p></aside><script>alert(1)</script></body></html>`;
}
