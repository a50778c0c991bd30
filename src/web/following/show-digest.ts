/** The latest digest as a page for everybody, and what a member's own would be. */
import type { Request, Response } from 'express';
import type { Clock } from '../../lib/clock.js';
import { notFound } from '../../lib/errors.js';
import { daysOf, storyFacts } from '../../notifications/digest-letter.js';
import { lastPeriod, type Rhythm, rhythms } from '../../notifications/digest-period.js';
import type { DigestStory, LoadDigest } from '../../notifications/load-digest.js';
import { memberOf } from '../authentication.js';
import { renderPage } from '../render.js';
import { type Handler, textQuery } from '../route.js';
import { urls, withQuery } from '../urls.js';
import type { DigestLine, DigestPage } from './notification-pages.js';

export type DigestParts = { loadDigest: LoadDigest; clock: Clock; timeZone: string };

export function createShowDigest(parts: DigestParts): Handler {
  return async (req, res) => {
    const rhythm = rhythms.find((name) => name === req.params.rhythm);
    if (!rhythm) throw notFound('digest');
    await show(parts, req, res, { rhythm, userId: null });
  };
}

export function createShowOwnDigest(parts: DigestParts): Handler {
  return async (req, res) => {
    const rhythm = rhythms.find((name) => name === textQuery(req, 'rhythm', 10)) ?? 'weekly';
    await show(parts, req, res, { rhythm, userId: memberOf(req).id });
  };
}

async function show(
  parts: DigestParts,
  req: Request,
  res: Response,
  { rhythm, userId }: { rhythm: Rhythm; userId: number | null },
): Promise<void> {
  const { t, fmt } = res.locals;
  const period = lastPeriod(rhythm, parts.clock(), parts.timeZone);
  const digest = await parts.loadDigest(period, userId);
  const isOwn = userId !== null;
  const urlOf = (name: Rhythm) => (isOwn ? withQuery(urls.ownDigest, { rhythm: name }) : urls.digest(name));
  const sections = [
    { heading: t.digest.followed, stories: digest.followed },
    { heading: t.digest.top, stories: digest.top },
  ].filter(({ stories }) => stories.length > 0);
  const page: DigestPage = {
    title: t.digest.titles[rhythm],
    days: daysOf(period, fmt),
    tabs: rhythms.map((name) => ({ name: t.digest.rhythms[name], url: urlOf(name), isCurrent: name === rhythm })),
    sections: sections.map(({ heading, stories }) => ({
      heading,
      stories: stories.map((story) => toLine(story, storyFacts(story, t))),
    })),
    isOwn,
  };
  const head = { title: page.title, description: t.digest.intro, path: urlOf(rhythm), isUnlisted: isOwn };
  await renderPage(req, res, 'notifications/digest', { head, page });
}

function toLine(story: DigestStory, facts: string): DigestLine {
  const { bestReply } = story;
  return {
    title: story.title,
    url: urls.thread(story.id),
    language: story.language,
    facts,
    reply: bestReply && { author: bestReply.author, text: bestReply.text, url: urls.post(bestReply.postId) },
  };
}
