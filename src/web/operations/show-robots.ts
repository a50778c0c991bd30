import type { Handler } from '../route.js';

const rules = [
  'User-agent: *',
  'Disallow: /search',
  'Disallow: /login',
  'Disallow: /register',
  'Disallow: /moderation/',
  '',
];

export const showRobots: Handler = (_req, res) => {
  res.type('text/plain').send(rules.join('\n'));
};
