/** Is this password hard to guess? By zxcvbn's estimate, not by rules about digits and capitals. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

const PASSWORD_MIN = 10;
const PASSWORD_MAX = 200;
// zxcvbn takes more than linear time (0.3 s for 200 hostile characters) on the event loop. A strong beginning is
// strong whatever follows it.
const ESTIMATED = 32;
// Of 0 to 4; 3 is about 10^8 guesses, "safely unguessable" against an online attack.
const SCORE_MIN = 3;
const KNOWN_MAX = 10;

export type PasswordProblem = { code: 'too-short' | 'too-long' | 'password-weak'; params?: Record<string, number> };
/** `known` is what a guesser knows: name and e-mail of the person. */
export type StrengthCheck = (password: string, known: string[]) => PasswordProblem | null;

export function createStrengthCheck(): StrengthCheck {
  // Built on first use: it takes 50 ms that no other command of the program should pay.
  let estimator: ZxcvbnFactory | undefined;
  return (password, known) => {
    const length = [...password].length;
    if (length < PASSWORD_MIN) return { code: 'too-short', params: { min: PASSWORD_MIN } };
    if (length > PASSWORD_MAX) return { code: 'too-long', params: { max: PASSWORD_MAX } };
    estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
    const { score } = estimator.check(password.slice(0, ESTIMATED), wordsOf(known));
    return score < SCORE_MIN ? { code: 'password-weak' } : null;
  };
}

function wordsOf(known: string[]): string[] {
  const words = known
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .map((word) => word.slice(0, ESTIMATED));
  return ['hustings', ...words.filter((word) => word.length > 2)].slice(0, KNOWN_MAX);
}
