/** Letters in runs of at most eight, digits and other signs in runs of at most three; white space goes with what follows. */
const tokenPattern = /\s*(?:[\p{L}\p{M}]{1,8}|\p{N}{1,3}|[^\s\p{L}\p{M}\p{N}]{1,3})|\s+$/gu;

/** What a message costs besides its text: its role and its end. */
const tokensPerMessage = 3;

/** The demo model's own tokens: it counts them itself, so nothing is estimated. Joined, they are the text. */
export function tokenize(text: string): string[] {
  return text.match(tokenPattern) ?? [];
}

/** Tokens of a whole request. */
export function countInput(messages: readonly { content: string }[]): number {
  let total = 0;
  for (const message of messages) total += tokenize(message.content).length + tokensPerMessage;
  return total;
}
