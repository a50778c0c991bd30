/** The shipped demo: feed documents in many formats and charsets, members, and what they said. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { genders } from '../accounts/user.js';
import { shippedDataDir } from '../config/paths.js';

const demoDir = path.join(shippedDataDir, 'demo');

const feedSchema = z.object({
  /** In the order in which the source published them: a later document edits and adds. */
  files: z.array(z.string()).min(1),
  url: z.string(),
  title: z.string(),
  siteUrl: z.string(),
  language: z.string(),
  groupName: z.string(),
  category: z.string(),
});

const peopleSchema = z.object({
  members: z.array(
    z.object({
      name: z.string(),
      role: z.enum(['member', 'moderator']).default('member'),
      locale: z.enum(['ru', 'en']),
      gender: z.enum(genders).optional(),
      birthday: z.string().optional(),
      place: z.string().optional(),
      about: z.string().optional(),
      joined: z.iso.datetime(),
    }),
  ),
  discussions: z.array(
    z.object({
      article: z.url(),
      /** Who follows it without having said a word. */
      followers: z.array(z.string()).default([]),
      posts: z.array(
        z.object({ by: z.string(), at: z.iso.datetime(), text: z.string(), replyTo: z.number().int().optional() }),
      ),
    }),
  ),
});

/** `by` names members of the demo who moderate; sources and articles are named by their addresses. */
const moderationSchema = z.object({
  rules: z.array(
    z.object({
      by: z.string(),
      source: z.string(),
      name: z.string(),
      action: z.enum(['hold', 'exclude', 'tag']),
      tag: z.string().optional(),
      terms: z.string(),
    }),
  ),
  merges: z.array(z.object({ by: z.string(), into: z.url(), other: z.url(), reason: z.string() })),
  /** Of what the rules hold back. */
  rejections: z.array(z.object({ by: z.string(), url: z.url(), reason: z.string() })),
});

export type DemoFeed = z.infer<typeof feedSchema>;
export type DemoPeople = z.infer<typeof peopleSchema>;

export async function readDemoFeeds(): Promise<DemoFeed[]> {
  return z.array(feedSchema).parse(JSON.parse(await readFile(path.join(demoDir, 'feeds.json'), 'utf8')));
}

export async function readDemoPeople(): Promise<DemoPeople> {
  return peopleSchema.parse(JSON.parse(await readFile(path.join(demoDir, 'people.json'), 'utf8')));
}

export async function readDemoModeration(): Promise<z.infer<typeof moderationSchema>> {
  return moderationSchema.parse(JSON.parse(await readFile(path.join(demoDir, 'moderation.json'), 'utf8')));
}

export function readDemoDocument(file: string): Promise<Buffer> {
  return readFile(path.join(demoDir, 'feeds', file));
}
