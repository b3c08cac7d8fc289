import type { LabelChoice, LabelQuestion } from './label-task.ts';

/** What a question is made from: a metric's scale, and what its evaluator asks, where it says so. */
export interface QuestionSource {
  metric: string;
  kind: 'binary' | 'score';
  range: [low: number, high: number];
  asks?: { question: string; scores: readonly { score: number; means?: string | undefined }[] } | undefined;
}

/** The question that a person answers by one key. */
export function questionOf({ metric, kind, range, asks }: QuestionSource): LabelQuestion {
  const text = asks?.question ?? `How does this answer do on "${metric}"?`;
  if (kind === 'binary') return { text, choices: yesAndNo(asks?.scores ?? []), range };
  return { text, choices: asks ? asks.scores.map(choiceOf) : null, range };
}

function yesAndNo(scores: readonly { score: number; means?: string | undefined }[]): LabelChoice[] {
  const named = [
    { value: 1, keys: ['y', '1'], name: 'Yes' },
    { value: 0, keys: ['n', '0'], name: 'No' },
  ];
  return named.map((choice) => {
    const means = scores.find(({ score }) => score === choice.value)?.means;
    return { ...choice, ...(means !== undefined && { means }) };
  });
}

/** A number of one digit is its own key; ten is `t`. What is below 0 or above 10 is clicked. */
function choiceOf({ score, means }: { score: number; means?: string | undefined }): LabelChoice {
  const keys = score >= 0 && score <= 9 ? [String(score)] : score === 10 ? ['t'] : [];
  return { value: score, keys, name: String(score), ...(means !== undefined && { means }) };
}
