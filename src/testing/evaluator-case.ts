import type { Case } from '../core/case.ts';
import type { Completion } from '../core/completion.ts';
import type { EvaluatorContext } from '../core/evaluator.ts';
import type { Json } from '../core/json.ts';
import type { Message } from '../core/prompt.ts';
import type { Score } from '../core/score.ts';

/** An answer to try an evaluator on. All but its text may be left out. */
export interface EvaluatorCase {
  /** What the model answered. */
  text: string;
  expected?: Json;
  variables?: Record<string, Json>;
  messages?: Message[];
  /** How the answer ended, its tool calls, its usage, … */
  completion?: Partial<Completion>;
  /** What the evaluators before it have said. */
  scores?: Score[];
}

/** What a run would show an evaluator of that answer. */
export function contextOf(
  { text, expected, variables = {}, messages = [], completion, scores = [] }: EvaluatorCase,
  signal: AbortSignal = new AbortController().signal,
): EvaluatorContext {
  const testCase: Case = {
    id: 'case-1',
    variables,
    ...(expected === undefined ? {} : { expected }),
    tags: [],
    critical: false,
    split: null,
  };
  const answer: Completion = {
    text,
    finishReason: 'stop',
    usage: null,
    costUsd: null,
    latencyMs: null,
    servedModel: null,
    ...completion,
  };
  // Its own copy: what one evaluator does to it is not seen by another.
  const seen = structuredClone({ case: testCase, variables, messages, completion: answer, scores });
  return { ...seen, signal };
}

/** Answers that models do give, and evaluators seldom expect: empty, huge, half, in other scripts. */
export function awkwardAnswers(expected?: Json): EvaluatorCase[] {
  const texts = [
    '',
    ' \n\t',
    'plain words',
    '数学 émoji 👩‍👩‍👧 e\u0301 \u202eright to left\u202c \u0000',
    '\ud800 half a character',
    '{"category":"billing","human":true,"items":[1,2,3],"nested":{"a":null}}',
    '{"category":',
    '```json\n{"category":"billing"}\n```',
    '[]',
    'null',
    '1e999',
    '('.repeat(10_000),
    'word '.repeat(200_000),
    `{"text":"${'x'.repeat(1_000_000)}"}`,
  ];
  return texts.map((text) => ({ text, ...(expected === undefined ? {} : { expected }) }));
}
