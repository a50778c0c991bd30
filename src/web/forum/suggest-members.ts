/** Names of members that begin with what was typed, for the script that completes a mention. */
import { nameKey } from '../../accounts/name.js';
import type { MentionStore } from '../../forum/mention-store.js';
import { type Handler, textQuery } from '../route.js';

const SHOWN = 8;

export type SuggestMembersParts = { mentions: Pick<MentionStore, 'listByPrefix'> };

export function createSuggestMembers(parts: SuggestMembersParts): Handler {
  return async (req, res) => {
    const key = nameKey(textQuery(req, 'q', 40));
    const members = key === '' ? [] : await parts.mentions.listByPrefix(key, SHOWN);
    res.json({ names: members.map((member) => member.name) });
  };
}
