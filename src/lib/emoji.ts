/**
 * Emoji by name, as :name: in a post: a small list of the usual names (those of GitHub and Slack where they have one),
 * turned into Unicode characters. What is not in the list stays as it was typed; in code nothing is replaced.
 */
import type createMarkdown from 'markdown-it';

type Renderer = ReturnType<typeof createMarkdown>;

export const emoji: ReadonlyMap<string, string> = new Map([
  ['+1', '👍'],
  ['thumbsup', '👍'],
  ['-1', '👎'],
  ['thumbsdown', '👎'],
  ['smile', '😄'],
  ['grin', '😁'],
  ['joy', '😂'],
  ['rofl', '🤣'],
  ['slight_smile', '🙂'],
  ['wink', '😉'],
  ['blush', '😊'],
  ['laughing', '😆'],
  ['heart_eyes', '😍'],
  ['kissing_heart', '😘'],
  ['thinking', '🤔'],
  ['neutral_face', '😐'],
  ['expressionless', '😑'],
  ['roll_eyes', '🙄'],
  ['smirk', '😏'],
  ['relieved', '😌'],
  ['pensive', '😔'],
  ['sleeping', '😴'],
  ['worried', '😟'],
  ['confused', '😕'],
  ['cry', '😢'],
  ['sob', '😭'],
  ['scream', '😱'],
  ['angry', '😠'],
  ['rage', '😡'],
  ['exploding_head', '🤯'],
  ['flushed', '😳'],
  ['sunglasses', '😎'],
  ['nerd_face', '🤓'],
  ['upside_down', '🙃'],
  ['shushing', '🤫'],
  ['zipper_mouth', '🤐'],
  ['facepalm', '🤦'],
  ['shrug', '🤷'],
  ['raised_hands', '🙌'],
  ['clap', '👏'],
  ['pray', '🙏'],
  ['handshake', '🤝'],
  ['muscle', '💪'],
  ['wave', '👋'],
  ['ok_hand', '👌'],
  ['v', '✌️'],
  ['point_up', '☝️'],
  ['point_right', '👉'],
  ['point_left', '👈'],
  ['raised_hand', '✋'],
  ['writing_hand', '✍️'],
  ['eyes', '👀'],
  ['heart', '❤️'],
  ['broken_heart', '💔'],
  ['fire', '🔥'],
  ['star', '⭐'],
  ['sparkles', '✨'],
  ['tada', '🎉'],
  ['100', '💯'],
  ['bulb', '💡'],
  ['warning', '⚠️'],
  ['question', '❓'],
  ['exclamation', '❗'],
  ['white_check_mark', '✅'],
  ['x', '❌'],
  ['hourglass', '⌛'],
  ['calendar', '📅'],
  ['newspaper', '📰'],
  ['ballot_box', '🗳️'],
  ['scales', '⚖️'],
  ['lock', '🔒'],
  ['unlock', '🔓'],
  ['link', '🔗'],
  ['mag', '🔍'],
  ['memo', '📝'],
  ['pushpin', '📌'],
  ['chart_up', '📈'],
  ['chart_down', '📉'],
  ['loudspeaker', '📢'],
  ['email', '📧'],
  ['phone', '📞'],
  ['computer', '💻'],
  ['robot', '🤖'],
  ['earth', '🌍'],
  ['sun', '☀️'],
  ['cloud', '☁️'],
  ['snowflake', '❄️'],
  ['coffee', '☕'],
  ['cake', '🍰'],
  ['rocket', '🚀'],
]);

/** Nothing before or after it that would make it part of a word, a time (10:30:15) or an address. */
const SHORTCODE = /(?<![\p{L}\p{N}:/]):([a-z0-9_+-]{1,20}):(?![\p{L}\p{N}/])/gu;

export function withEmoji(text: string): string {
  return text.replace(SHORTCODE, (typed, name: string) => emoji.get(name) ?? typed);
}

/** Works on words only: code is a token of another kind, and the text of a bare address must stay the address. */
export function emojiRule(markdown: Renderer): void {
  markdown.core.ruler.after('text_join', 'emoji', (state) => {
    for (const block of state.tokens) {
      let isAddress = false;
      for (const token of block.children ?? []) {
        if (token.type === 'link_open') isAddress = token.info === 'auto';
        else if (token.type === 'link_close') isAddress = false;
        else if (token.type === 'text' && !isAddress) token.content = withEmoji(token.content);
      }
    }
  });
}
