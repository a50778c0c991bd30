export const enRanking = {
  /** Groups of texts for pages, e.g. `ranking: { title: '…' }`. */
  texts: {
    ranking: {
      title: 'How similar articles are found',
      description: 'What makes two articles similar on this site, what the score means, and how good it is.',
      aboutLink: 'How this works',
      lead: 'Below each article stands a list of similar ones. A program makes it, the same for every reader: it does not know who you are or what you have read.',
      steps: [
        {
          name: 'Words.',
          text: 'The program reduces the words of the article to stems (vote, votes, voting are one) and drops the small ones. Names, abbreviations and numbers stay as they are.',
        },
        {
          name: 'Weight.',
          text: 'The rarer a word is on the site, the more it says about an article. The headline counts more than the beginning, the beginning more than the rest.',
        },
        {
          name: 'Comparison.',
          text: 'The weightiest words find a hundred candidates, and each of them is compared with the article as a whole.',
        },
        {
          name: 'Company.',
          text: 'Two reports of one event resemble the same third articles, even when they use different words. That counts too.',
        },
        {
          name: 'Date.',
          text: 'Of two equally similar articles the closer in time stands higher; a distant date takes no more than a third off the score.',
        },
        {
          name: 'People.',
          text: 'Members can say that an article is not related, moderators can pin or remove it, and the score follows.',
        },
      ],
      scoreTitle: 'What the score means',
      scoreText:
        'The score runs from 0 to 100; 100 is the same text. It depends on the two articles and their nearest company, so scores on different pages can be compared. Beside it stand the shared words that carried most of it.',
      meaning: 'what it usually means',
      bands: [
        'the same event',
        'a closely related subject',
        'the same subject, mostly to the point',
        'a weak link; shown only where few are more alike: with such ones a list has no more than five',
      ],
      languagesTitle: 'Russian and English articles',
      languagesText:
        'Reports of one event in two languages find each other by names in any spelling (Khabarovsk, Habarovsk), by numbers, and by a glossary of elections and digital politics. The shared words are shown as they stand in your article. A report in the other language stays a story of its own: the two are not merged, but stand among the similar articles of each other.',
      figuresTitle: 'On this site now',
      listsComputed: 'lists made',
      medianTime: 'usual time for one list',
      notMeasured: 'not measured since the start',
      ms: (value: string) => `${value} ms`,
      newestList: 'newest list made',
      none: 'none yet',
      index: 'index',
      rebuilding: (done: string, total: string) => `being rebuilt: ${done} of ${total}`,
      qualityTitle: 'How good it is',
      qualityText: (date: string) =>
        `Measured on ${date} on judged sets of news that are not part of this site. 100 would mean that all articles about the same event stand first (the measure nDCG@10). Beside it: comparing every article with every other, and a search for the headline, which is what forums usually do.`,
      set: 'set',
      own: 'this site',
      cosine: 'each with each',
      byTitle: 'by headline',
      setInRussian: (docs: string) => `${docs} articles in Russian`,
      setInEnglish: (docs: string) => `${docs} articles in English`,
    },
  },
};
