import type { Case } from '../core/case.ts';
import type { Completion, Usage } from '../core/completion.ts';
import { type Evaluator, modelsOf } from '../core/evaluator.ts';
import type { Message, PromptFile, ToolDefinition } from '../core/prompt.ts';
import type { ModelReply } from '../core/provider.ts';
import type { Arm, PlannedTrial, TrialRecord } from '../core/trial.ts';
import { type AskPorts, askModel, placeOf } from './ask-model.ts';
import { AttemptsExhausted } from './attempt.ts';
import type { DroppedParameters } from './dropped-parameters.ts';
import type { Judge } from './judge.ts';
import { reportedUsage } from './reported-usage.ts';
import { scoreTrial } from './score-trial.ts';

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
  /** Those of one arm, where arms are not scored alike. */
  evaluatorsOf?: ((arm: Arm) => readonly Evaluator[]) | undefined;
}

/**
 * Asks for one answer and scores it. A trial that fails comes back as failed.
 *
 * @throws as askModel does but for failures of the trial itself; the judge's `fatal`.
 */
export async function runTrial(
  trial: PlannedTrial,
  ports: TrialPorts,
  drops: DroppedParameters,
  judge: Judge,
): Promise<{ record: TrialRecord; keep?: () => Promise<void> }> {
  const { arm, settings } = trial;
  const place = placeOf(trial);
  const messages = await ports.render(arm.prompt, trial.case);
  try {
    const { reply, attempts, dropped, askedAt, keep } = await askModel(trial, messages, ports, drops);
    const { tools = [] } = arm.prompt['x-prompteval'];
    const usage = reportedUsage(reply) ?? (await ports.estimateUsage(messages, tools, reply));
    const costUsd = ports.priceOf(settings.model, usage);
    const completion = { ...reply, usage, costUsd, ...(dropped.length > 0 && { dropped }) };
    const { variables } = trial.case;
    const seen = { case: trial.case, variables, messages, completion };
    const scores = await scoreTrial(
      ports.evaluatorsOf?.(arm) ?? ports.evaluators,
      seen,
      (evaluator, signal) => judge.askFor(evaluator, signal),
    );
    if (judge.fatal) throw judge.fatal;
    // What an interrupted judge did not say is no missing score: the trial is asked again.
    const { aborted } = ports.signal;
    if (aborted && ports.evaluators.some((evaluator) => modelsOf(evaluator).length > 0)) {
      throw ports.signal.reason;
    }
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
