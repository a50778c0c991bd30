import type { enRanking } from './en-ranking.js';

export const ruRanking: typeof enRanking = {
  texts: {},
  errors: {},
  notices: {},
};
