import type { StringLiteral } from './string-literals.ts';

const shortest = 40;
const enough = 3;

/** What it is called by: `SYSTEM_PROMPT = `, `instructions: `. */
const named = /(?:prompt|instructions?|system(?:_?message)?)["']?\s*(?::[^=\n]{0,20})?[:=(]\s*[fFrR]?$/i;
/** A message of a chat: `role: 'system', content: `. */
const ofRole = /role["']?\s*[:=]\s*["'](?:system|user|developer)["'][^}]*content["']?\s*[:=]\s*[fFrR]?$/i;

/** What a text for a model has and other texts of a program hardly ever have; each counts once. */
const signs: readonly { points: number; holds: (literal: StringLiteral) => boolean }[] = [
  {
    points: 3,
    holds: ({ text }) =>
      /\byou(?: are|'re) (?:an?|the)\b|\bact as an?\b|\byour (?:task|job|role) is\b/i.test(text),
  },
  {
    points: 2,
    holds: ({ text }) =>
      /^\s*(?:summari[sz]e|translate|classify|extract|rewrite|given the|answer the|based on the|write an?|generate an?|analy[sz]e)\b/i.test(
        text,
      ),
  },
  {
    points: 2,
    holds: ({ text }) =>
      /\b(?:answer|respond|reply|return|output)\b[^.]{0,40}\b(?:json|only|exactly|in the format|with one)\b/i.test(
        text,
      ),
  },
  { points: 1, holds: ({ text }) => /\b(?:do not|don't|never|always|must)\b/i.test(text) },
  { points: 1, holds: ({ text }) => /\{\{?\s*[\w.]+\s*\}?\}|\$\{[^}]+\}|%s/.test(text) },
  { points: 2, holds: ({ before }) => named.test(before) },
  { points: 3, holds: ({ before }) => ofRole.test(before) },
  { points: 1, holds: ({ text }) => text.length >= 200 },
];

/** Texts that are long, too, and are none. */
const others =
  /^\s*(?:<[!a-z]|select\s|insert\s|update\s+\w+\s+set|create\s+table|https?:|usage:)|copyright|licensed under/i;

/** Whether a text in source code reads as if it were written for a model. A hint for a person, no proof. */
export function looksLikePrompt(literal: StringLiteral): boolean {
  const { text } = literal;
  if (text.length < shortest || text.trim().split(/\s+/).length < 6 || others.test(text)) return false;
  const points = signs.reduce((sum, sign) => sum + (sign.holds(literal) ? sign.points : 0), 0);
  return points >= enough;
}
