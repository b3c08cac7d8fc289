import { digestOf } from '../core/digest.ts';
import type { Message } from '../core/prompt.ts';
import type { ModelReply, Provider } from '../core/provider.ts';
import type { PlannedTrial } from '../core/trial.ts';
import type { UnsentRequest } from './attempt.ts';

/** An answer as it is kept: nothing of how long it took, and nothing of the key that asked for it. */
export interface KeptAnswer {
  reply: Omit<ModelReply, 'limits' | 'firstTokenMs' | 'lagMs'>;
  /** Parameters that were left out because the model refuses them. */
  dropped: string[];
  /** ISO 8601 UTC. */
  askedAt: string;
}

/** All that an answer depends on but chance. */
export interface AskedQuestion {
  provider: Pick<Provider, 'name' | 'place'>;
  /** With all of its parameters, also those that the model may refuse. */
  request: UnsentRequest;
  /** Parameters that may be left out. */
  droppable: readonly string[];
  /** Its vector is asked for, not an answer to it. */
  embed?: true;
}

/** Answers that are kept from run to run. */
export interface AnswerCache {
  /** null where there is none, or where this trial has to be asked for all the same. */
  find(trial: PlannedTrial, question: AskedQuestion): Promise<KeptAnswer | null>;
  /** Called with whole answers only, never with a failure. */
  keep(trial: PlannedTrial, question: AskedQuestion, answer: Omit<KeptAnswer, 'askedAt'>): Promise<void>;
  /** What judges reply about the answer of a trial, or about the pair of a repeat. */
  repliesAbout(subject: PlannedTrial | { repeat: number }): ReplyCache;
}

/** `draw`: which of the like questions of one evaluator it is, from 0. */
export interface ReplyCache {
  find(question: AskedQuestion, draw: number): Promise<KeptAnswer | null>;
  keep(question: AskedQuestion, draw: number, answer: Omit<KeptAnswer, 'askedAt'>): Promise<void>;
}

/**
 * All that an answer depends on but its messages: the same for every case of an arm on a model.
 *
 * @param tool the version that turns a request into the body that is sent
 */
export function settingDigest({ provider, request, droppable, embed }: AskedQuestion, tool: string): string {
  const { name, place = null } = provider;
  const { messages: _, outputSchema, tools, ...rest } = request;
  // A model reads the order of their keys too, which a digest does not see.
  const inOrder = JSON.stringify([outputSchema, tools]);
  const asked = { provider: name, place, request: { ...rest, inOrder }, droppable: [...droppable].sort() };
  return digestOf({ ...asked, ...(embed && { embed }), tool });
}

/**
 * The name under which an answer is kept: 64 hexadecimal digits over all that it depends on. Pictures stand in the
 * messages with their bytes.
 *
 * @param setting the `settingDigest` of the question
 * @param draw which of several answers to one question it is: repeats are no repeats where they share an answer; a text for
 * what a judge is asked, so that no trial ever takes its reply
 */
export function answerKey(setting: string, messages: readonly Message[], draw: number | string): string {
  return digestOf({ setting, messages, draw }).replace('sha256:', '');
}

/** Which of the answers to its question a trial takes. Where both arms ask the same, each needs answers of its own. */
export function drawOf(
  { arm, repeat }: PlannedTrial,
  plan: { baseline: { digest: string } | null; repeats: number },
): number {
  const isSame = plan.baseline?.digest === arm.digest;
  return isSame && arm.name === 'candidate' ? plan.repeats + repeat : repeat;
}
