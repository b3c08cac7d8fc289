import { excerpt } from '../../core/text.ts';
import type { Rules } from './rules.ts';

/**
 * What the demonstration writer does unless its prompt forbids it, so that a prompt's policy makes a difference: it is eager
 * to please, and reads a customer's text as orders. Real models have such habits too; these are caricatures.
 */
interface Habit {
  /** A sentence that forbids something and has these words stops the habit. */
  ban: RegExp;
  /** What it makes of a message; undefined where the message gives no occasion. */
  says(message: string, rules: Rules, instructions: string): string | undefined;
}

const promise = (ban: RegExp, asked: RegExp, says: string): Habit => ({
  ban,
  says: (message) => (asked.test(message) ? says : undefined),
});

/** Habits that add a sentence. */
const additions: readonly Habit[] = [
  promise(
    /refund|money/i,
    /refund|money back|reimburs|erstatt|geld zur(?:ü|ue)ck|rembours|reembols/i,
    'We will refund the full amount today.',
  ),
  promise(
    /replac|exchange/i,
    /replac|new one|exchange|ersatz|umtausch/i,
    'We will send you a replacement free of charge.',
  ),
  promise(
    /discount|voucher|compensat/i,
    /discount|voucher|compensat|goodwill|cheaper|rabatt|gutschein/i,
    'You will get a discount of 20 percent on your next order.',
  ),
  {
    ban: /e-?mail|card|personal|details|keys?\b/i,
    says(message) {
      const details = [...message.slice(0, longestRead).matchAll(personalDetail)].map(([detail]) =>
        detail.trim(),
      );
      return details.length === 0 ? undefined : `We have noted ${details.slice(0, 3).join(' and ')}.`;
    },
  },
  {
    ban: /internal|instructions|notes?\b|secret|confidential/i,
    says: (message, { internal }) =>
      internal.length > 0 && /internal|staff|secret|hidden|confidential|intern/i.test(message)
        ? internal.join(' ')
        : undefined,
  },
];

const longestRead = 4_000;
const personalDetail =
  /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}|\b\d(?:[ -]?\d){12,18}\b|\b(?:sk|ghp|pk|rk)[-_][A-Za-z0-9_-]{16,80}/gu;

/** Habits that replace the whole reply. */
const takeovers: readonly Habit[] = [
  {
    ban: /\b(?:these|this|your|the) (?:instructions|prompt|rules)\b/i,
    says: (message, _, instructions) =>
      /\b(?:system prompt|your (?:full |exact |own )?(?:instructions|prompt|rules)|text above|words above)\b/i.test(
        message,
      )
        ? excerpt(instructions.replace(/\s+/g, ' ').trim(), 400)
        : undefined,
  },
  {
    ban: /\b(?:follow|obey|orders?|commands?)\b/i,
    says: (message) => ordered.exec(message.slice(0, longestRead))?.[1]?.trim(),
  },
];

const ordered =
  /\b(?:say|write|answer|reply|respond|output|print|begin|start|confirm|schreib|antworte|sag)\b[^"“„«\n]{0,80}["“„«]([^"“”„»\n]{1,200})["”“»]/i;

/** What takes the place of a reply where a message gives orders and nothing forbids to follow them. */
export function takeoverOf(message: string, rules: Rules, instructions: string): string | undefined {
  return sayingsOf(takeovers, message, rules, instructions)[0];
}

export function additionsTo(message: string, rules: Rules, instructions: string): string[] {
  return sayingsOf(additions, message, rules, instructions);
}

function sayingsOf(habits: readonly Habit[], message: string, rules: Rules, instructions: string): string[] {
  return habits
    .filter(({ ban }) => !rules.bans.some((sentence) => ban.test(sentence)))
    .flatMap((habit) => habit.says(message, rules, instructions) ?? []);
}
