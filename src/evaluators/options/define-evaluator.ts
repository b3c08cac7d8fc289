import { InputError } from '../../core/errors.ts';
import type { Evaluator, EvaluatorContext } from '../../core/evaluator.ts';
import type { Problem } from '../../core/problem.ts';
import type { Metric, Score } from '../../core/score.ts';
import { suggest } from '../../core/suggest.ts';
import { asksProblems } from './asks-problems.ts';
import { modelCheck } from './judge-options.ts';
import { describe, metricProblems, textFlaw } from './metric-problems.ts';

const members = [
  'name',
  'version',
  'metrics',
  'evaluate',
  'options',
  'needsExpected',
  'needsField',
  'checkCase',
  'needsMetrics',
  'models',
  'embeddings',
  'asks',
  'byPeople',
  'timeoutMs',
  'prepare',
  'compare',
];

type ScoreOf<Id extends string> = Score & { metric: Id };

/** What an evaluator is made of; its scores are for the metrics that it declares, and TypeScript holds it to that. */
export interface EvaluatorDefinition<Id extends string> extends Omit<Evaluator, 'metrics' | 'evaluate'> {
  metrics: (Metric & { id: Id })[];
  evaluate(
    context: EvaluatorContext,
  ): ScoreOf<NoInfer<Id>> | ScoreOf<NoInfer<Id>>[] | Promise<ScoreOf<NoInfer<Id>> | ScoreOf<NoInfer<Id>>[]>;
}

/**
 * An evaluator of one's own. Gives back the same object; what it adds is the type, and an early look at the shape.
 *
 * ```ts
 * export default defineEvaluator({
 *   name: 'short',
 *   version: '1',
 *   metrics: [{ id: 'short', better: 'higher', kind: 'binary', range: [0, 1] }],
 *   evaluate: ({ completion }) => ({ metric: 'short', value: completion.text.length <= 280 ? 1 : 0 }),
 * });
 * ```
 *
 * @throws InputError with everything that is wrong with the shape.
 */
export function defineEvaluator<const Id extends string>(
  evaluator: EvaluatorDefinition<Id>,
): EvaluatorDefinition<Id> {
  const problems = evaluatorProblems(evaluator);
  if (problems.length > 0) throw new InputError(problems);
  return evaluator;
}

/** Everything that keeps a value from being an evaluator; fields start with its name. */
export function evaluatorProblems(evaluator: unknown): Problem[] {
  if (typeof evaluator !== 'object' || evaluator === null || Array.isArray(evaluator)) {
    return [
      {
        field: 'evaluator',
        message: `is ${describe(evaluator)}`,
        expected: 'an evaluator: { name, version, metrics, evaluate }',
        ...(typeof evaluator === 'function' ? { hint: 'Call it, or wrap it in defineEvaluator' } : {}),
      },
    ];
  }
  const shape: Partial<Record<string, unknown>> = membersOf(evaluator);
  const place = typeof shape.name === 'string' && shape.name.trim() !== '' ? shape.name : 'evaluator';
  return [
    ...textProblem(shape.name, `${place}.name`, 'a name such as "politeness"'),
    ...textProblem(shape.version, `${place}.version`, 'a text such as "1"'),
    ...metricListProblems(shape.metrics, `${place}.metrics`),
    ...functionProblem(shape.evaluate, `${place}.evaluate`),
    ...(shape.needsField === undefined
      ? []
      : textProblem(shape.needsField, `${place}.needsField`, 'the name of a field of the dataset')),
    ...(shape.checkCase === undefined ? [] : functionProblem(shape.checkCase, `${place}.checkCase`)),
    ...(shape.prepare === undefined ? [] : functionProblem(shape.prepare, `${place}.prepare`)),
    ...compareProblems(shape.compare, shape.metrics, place),
    ...(shape.models === undefined ? [] : modelProblems(shape.models, `${place}.models`)),
    ...asksProblems(shape.asks, `${place}.asks`),
    ...timeoutProblem(shape.timeoutMs, `${place}.timeoutMs`),
    ...misspelled(Object.keys(evaluator), place),
  ];
}

/** Read one by one: in an evaluator that is an instance of a class, `evaluate` is inherited. */
function membersOf(evaluator: object): Partial<Record<string, unknown>> {
  return Object.fromEntries(members.map((name) => [name, Reflect.get(evaluator, name)]));
}

function textProblem(value: unknown, field: string, expected: string): Problem[] {
  const flaw = textFlaw(value, expected);
  return flaw === undefined ? [] : [{ field, ...flaw }];
}

function functionProblem(value: unknown, field: string): Problem[] {
  if (typeof value === 'function') return [];
  return [{ field, message: `is ${describe(value)}`, expected: 'a function' }];
}

/** What compares two answers has no other metrics than those about two, and nothing else has such. */
function compareProblems(compare: unknown, metrics: unknown, place: string): Problem[] {
  const list: unknown[] = Array.isArray(metrics) ? metrics : [];
  if (compare === undefined) {
    if (!list.some((metric) => typeof metric === 'object' && metric !== null && 'pairwise' in metric))
      return [];
    const message = 'has a pairwise metric, and there is no `compare`';
    return [
      { field: `${place}.metrics`, message, expected: 'compare(context), which is shown both answers' },
    ];
  }
  const message = 'has a metric that is not pairwise beside `compare`';
  const expected = '{ better: "higher", kind: "score", range: [0, 1], pairwise: true }';
  return [
    ...functionProblem(compare, `${place}.compare`),
    ...(list.every(isPairwise) ? [] : [{ field: `${place}.metrics`, message, expected }]),
  ];
}

function isPairwise(metric: unknown): boolean {
  if (typeof metric !== 'object' || metric === null) return false;
  const { better, kind, range, pairwise }: Partial<Record<string, unknown>> = { ...metric };
  return pairwise === true && better === 'higher' && kind === 'score' && String(range) === '0,1';
}

function modelProblems(models: unknown, field: string): Problem[] {
  const list: unknown[] = Array.isArray(models) ? models : [models];
  return list.flatMap((model) => {
    const flaw = modelCheck(model);
    return flaw === undefined ? [] : [{ field, ...flaw }];
  });
}

function timeoutProblem(value: unknown, field: string): Problem[] {
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value) && value > 0)) return [];
  return [{ field, message: `is ${describe(value)}`, expected: 'milliseconds, more than 0' }];
}

function metricListProblems(metrics: unknown, field: string): Problem[] {
  if (!Array.isArray(metrics)) {
    return [{ field, message: `is ${describe(metrics)}`, expected: 'a list of metrics' }];
  }
  if (metrics.length === 0) return [{ field, message: 'is empty', expected: 'at least one metric' }];
  const ids = metrics.map((metric: unknown) => idOf(metric));
  return metrics.flatMap((metric: unknown, index) => {
    const place = `${field}[${index}]`;
    const first = ids.indexOf(ids[index]);
    const repeated = ids[index] !== undefined && first < index;
    return [
      ...metricProblems(metric, place),
      ...(repeated
        ? [
            {
              field: `${place}.id`,
              message: `"${ids[index]}" is the id of metrics[${first}] too`,
              hint: 'Ids are unique',
            },
          ]
        : []),
    ];
  });
}

function idOf(metric: unknown): string | undefined {
  const id: unknown = typeof metric === 'object' && metric !== null ? Reflect.get(metric, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** An evaluator may carry members of its own; only those that look like a slip of the pen are worth a word. */
function misspelled(keys: string[], place: string): Problem[] {
  return keys.flatMap((key) => {
    const meant = members.includes(key) ? undefined : suggest(key, members);
    return meant === undefined || keys.includes(meant)
      ? []
      : [{ field: `${place}.${key}`, message: 'unknown key', hint: `Did you mean "${meant}"?` }];
  });
}
