/** The words by which an item is about elections and digital politics, for moderators to change. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { phrasesOf } from '../../feeds/match-words.js';
import { LONGEST_TOPIC_LIST, shippedWords, type Topics, topicLanguages } from '../../feeds/topic.js';
import type { ManageUpkeep } from '../../moderation/manage-upkeep.js';
import { memberOf } from '../authentication.js';
import { parseForm } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';

export type TopicsPage = {
  form: FormState<'language' | 'words'>;
  lists: { language: string; words: string; count: number; isShipped: boolean; error: string | null }[];
};

export type TopicsParts = { topics: Topics; upkeep: ManageUpkeep };

const schema = z.looseObject({
  language: z.enum(topicLanguages, 'invalid'),
  words: z.string().trim().min(1, 'required').max(LONGEST_TOPIC_LIST, 'too-long'),
});

export function createShowTopics(parts: TopicsParts): Handler {
  return (req, res) => showTopics(parts, req, res, { form: { values: {}, errors: {} }, status: 200 });
}

export function createSaveTopic(parts: TopicsParts): Handler {
  return async (req, res) => {
    const isReset = req.body?.intent === 'reset';
    const body = isReset ? { ...req.body, words: '-' } : req.body;
    const parsed = parseForm(schema, body, res.locals.t);
    if (!parsed.ok) return showTopics(parts, req, res, { form: parsed.form, status: 422 });
    const { language, words } = parsed.value;
    const tidy = words.replaceAll('\r\n', '\n');
    const isShipped = isReset || tidy === (await shippedWords(language));
    await parts.upkeep.setTopic(memberOf(req), language, isShipped ? null : tidy);
    setNotice(req, 'topic-saved');
    res.redirect(303, urls.topics);
  };
}

async function showTopics(
  parts: TopicsParts,
  req: Request,
  res: Response,
  { form, status }: { form: FormState<string>; status: number },
): Promise<void> {
  const { t } = res.locals;
  const page: TopicsPage = {
    form,
    lists: (await parts.topics.lists()).map(({ language, words, isShipped }) => {
      const isTyped = form.values.language === language;
      return {
        language,
        words: isTyped ? (form.values.words ?? '') : words,
        count: phrasesOf(words).length,
        isShipped,
        error: isTyped ? (form.errors.words ?? null) : null,
      };
    }),
  };
  const head = { title: t.topics.title, description: t.topics.intro, path: urls.topics, isUnlisted: true };
  await renderPage(req, res, 'moderation/topics', { head, page, status });
}
