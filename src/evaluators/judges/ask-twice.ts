import type { AskJudge, JudgeQuestion } from '../../core/judge.ts';
import { excerpt } from '../../core/text.ts';

/**
 * Asks a judge, and once more where its reply can't be read: that is about the form of a reply, never about what it says.
 *
 * @returns what was read, or why nothing was.
 */
export async function askTwice<T>(
  ask: AskJudge,
  question: JudgeQuestion,
  reminder: string,
  read: (reply: string) => T | undefined,
): Promise<{ found: T } | { unread: string }> {
  const first = read(await ask(question));
  if (first !== undefined) return { found: first };
  const messages = [...question.messages, { role: 'user' as const, content: reminder }];
  const reply = await ask({ ...question, messages });
  const second = read(reply);
  if (second !== undefined) return { found: second };
  return { unread: `the judge's reply could not be read twice: "${excerpt(reply, 60)}"` };
}
