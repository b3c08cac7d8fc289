import type { Case } from '../core/case.ts';
import type { Completion, Usage } from '../core/completion.ts';
import { asksAboutAnswers, type Evaluator } from '../core/evaluator.ts';
import type { Message, PromptFile, ToolDefinition } from '../core/prompt.ts';
import type { ModelReply } from '../core/provider.ts';
import type { Arm, PlannedTrial, TrialRecord } from '../core/trial.ts';
import { type AskPorts, askModel, type GivenReply, placeOf } from './ask-model.ts';
import { AttemptsExhausted } from './attempt.ts';
import type { DroppedParameters } from './dropped-parameters.ts';
import type { Judge } from './judge.ts';
import { reportedUsage } from './reported-usage.ts';
import { scoreTrial } from './score-trial.ts';
import type { WaitingAnswer, WaitingAnswers } from './waiting-answers.ts';

export interface TrialPorts extends AskPorts {
  /** The messages as they are sent, with their pictures loaded. */
  render(prompt: PromptFile, testCase: Case): Message[] | Promise<Message[]>;
  /** For an answer whose provider reported no usage. */
  estimateUsage(
    messages: readonly Message[],
    tools: readonly ToolDefinition[],
    reply: ModelReply,
  ): Promise<Usage>;
  /** USD, or null where no price is known. */
  priceOf(model: string, usage: Completion['usage']): number | null;
  evaluators: readonly Evaluator[];
  /** Answers whose judges are being asked; absent where no judges are, or where the run can't go on after a cut. */
  waiting?: WaitingAnswers | undefined;
  /** Those of one arm, where arms are not scored alike. */
  evaluatorsOf?: ((arm: Arm) => readonly Evaluator[]) | undefined;
}

/**
 * Asks for one answer, unless it waits already, and scores it. A trial that fails comes back as failed.
 *
 * @throws as askModel does but for failures of the trial itself; the judge's `fatal`.
 */
export async function runTrial(
  trial: PlannedTrial,
  ports: TrialPorts,
  drops: DroppedParameters,
  judge: Judge,
): Promise<{ record: TrialRecord; keep?: () => Promise<void> }> {
  const { arm } = trial;
  const place = placeOf(trial);
  const evaluators = ports.evaluatorsOf?.(arm) ?? ports.evaluators;
  const isJudged = evaluators.some(asksAboutAnswers);
  const messages = await ports.render(arm.prompt, trial.case);
  try {
    const answer = isJudged ? answerToWait : askAndPrice;
    const { completion, attempts, askedAt, keep } = await answer(trial, messages, ports, drops);
    const { variables } = trial.case;
    const seen = { case: trial.case, variables, messages, completion };
    const scores = await scoreTrial(evaluators, seen, (evaluator, signal) => judge.askFor(evaluator, signal));
    if (judge.fatal) throw judge.fatal;
    // What an interrupted judge did not say is no missing score: it is asked again.
    if (ports.signal.aborted && isJudged) throw ports.signal.reason;
    const record: TrialRecord = {
      ...place,
      status: 'completed',
      completion,
      scores,
      ...(judge.record && { judge: judge.record }),
      attempts,
      ...(askedAt !== undefined && { askedAt }),
    };
    if (keep === undefined && !judge.hasReplies) return { record };
    const keepAll = async () => {
      await keep?.();
      await judge.keep(scores);
    };
    return { record, keep: keepAll };
  } catch (error) {
    if (!(error instanceof AttemptsExhausted)) throw error;
    const { code, message } = error.failure;
    const failure = { code, message };
    return { record: { ...place, status: 'failed', failure, scores: [], attempts: error.attempts } };
  }
}

/** An answer as a trial has it. */
interface GivenAnswer
  extends Pick<WaitingAnswer, 'completion' | 'attempts'>,
    Pick<GivenReply, 'askedAt' | 'keep'> {}

/**
 * The answer that waits, or else the one that is asked for: it waits from then on where the run can go on, and is in the cache, from
 * which others go on. One that comes from there is in a safe place.
 */
async function answerToWait(
  trial: PlannedTrial,
  messages: Message[],
  ports: TrialPorts,
  drops: DroppedParameters,
): Promise<GivenAnswer> {
  const place = placeOf(trial);
  const { waiting } = ports;
  const left = waiting?.find(place);
  if (left) return left;
  const given = await askAndPrice(trial, messages, ports, drops);
  if (given.askedAt !== undefined) return given;
  const { keep, ...answer } = given;
  await waiting?.keep({ ...place, ...answer });
  await keep?.();
  return answer;
}

async function askAndPrice(
  trial: PlannedTrial,
  messages: Message[],
  ports: TrialPorts,
  drops: DroppedParameters,
): Promise<GivenAnswer> {
  const { reply, dropped, ...given } = await askModel(trial, messages, ports, drops);
  const { tools = [] } = trial.arm.prompt['x-prompteval'];
  const usage = reportedUsage(reply) ?? (await ports.estimateUsage(messages, tools, reply));
  const costUsd = ports.priceOf(trial.settings.model, usage);
  return { ...given, completion: { ...reply, usage, costUsd, ...(dropped.length > 0 && { dropped }) } };
}
