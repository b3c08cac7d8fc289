import { InputError } from '../core/errors.ts';
import type { Evaluator, EvaluatorContext } from '../core/evaluator.ts';
import { isJsonObject, type Json } from '../core/json.ts';
import { withPatterns } from '../core/pattern-options.ts';
import { formatProblem } from '../core/problem.ts';
import type { Score } from '../core/score.ts';
import { suggestion } from '../core/suggest.ts';
import { answerChecks } from './answer-checks.ts';
import { binaryMetric, failed, isUnread, passed, unscored } from './options/binary-score.ts';
import { builtIn } from './options/built-in.ts';
import { fieldCheck, readCaseField } from './options/case-field.ts';
import { checkOptions, textOptionChecks } from './options/options.ts';

export interface CaseChecksOptions {
  /** Id of the metric; default `checks`. */
  metric?: string;
  /** The field of the dataset that holds a case's checks; default `checks`. */
  field?: string;
}

const available: Record<string, (options: never) => Evaluator> = answerChecks;

/** One entry of the list; `not` turns it around. */
interface Check {
  use: string;
  not: boolean;
  evaluator: Evaluator;
}

/**
 * For datasets whose cases have demands of their own: 1 where the answer passes every check that the case lists, else 0 with
 * those that it does not. A check is a built-in with its options, as a JSON config writes it, and may have `not`:
 * `[{ "use": "contains", "text": "Blackbeard" }, { "use": "matches", "pattern": "^Sorry", "not": true }]`. What can't be read
 * from the answer fails either way. A case without checks is unscored: it would pass whatever the answer says.
 *
 * @throws InputError for options that can't be used.
 */
export function caseChecks(options: CaseChecksOptions = {}): Evaluator {
  checkOptions('caseChecks', options, { metric: textOptionChecks.metric, field: fieldCheck });
  const { metric = 'checks', field = 'checks' } = options;
  // Both arms and all repeats ask for the checks of one case.
  const made = new WeakMap<object, readonly Check[] | string>();
  return builtIn({
    name: 'caseChecks',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: { ...options },
    needsField: field,
    // A case may have none.
    checkCase(testCase) {
      const listed = readCaseField(testCase, field);
      const checks = listed === undefined ? [] : readChecks(listed, field);
      return typeof checks === 'string' ? checks : undefined;
    },
    async evaluate(context) {
      const { case: testCase } = context;
      const listed = readCaseField(testCase, field);
      const checks =
        made.get(testCase) ?? (listed === undefined ? `the case has no ${field}` : readChecks(listed, field));
      made.set(testCase, checks);
      return typeof checks === 'string' ? unscored(metric, checks) : scoreAll(metric, checks, context);
    },
  });
}

/** The checks, or why they can't be read. */
function readChecks(listed: Json, field: string): readonly Check[] | string {
  const list = typeof listed === 'string' ? parseList(listed) : listed;
  if (!Array.isArray(list)) return `the case's ${field} are no list`;
  if (list.length === 0) return `the case's ${field} are empty`;
  const read = list.map((entry, index) => readCheck(entry, `${field}[${index}]`));
  const flaws = read.filter((check) => typeof check === 'string');
  return flaws.length > 0 ? flaws.join('; ') : read.filter((check) => typeof check !== 'string');
}

/** A column of a CSV that is not marked as JSON. */
function parseList(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readCheck(entry: Json, place: string): Check | string {
  const { use, not = false, ...options } = isJsonObject(entry) ? entry : {};
  if (typeof use !== 'string') return `${place} is no check such as { "use": "contains", "text": "…" }`;
  if (typeof not !== 'boolean') return `${place}.not is neither true nor false`;
  const create = Object.hasOwn(available, use) ? available[use] : undefined;
  if (create === undefined) {
    const hint = suggestion(use, Object.keys(available));
    return `${place}: there is no check "${use}". ${hint}`;
  }
  try {
    return { use, not, evaluator: create(withPatterns(options) as never) };
  } catch (error) {
    if (error instanceof InputError) return `${place}: ${error.problems.map(formatProblem).join('; ')}`;
    if (error instanceof SyntaxError) return `${place}: ${error.message}`;
    throw error;
  }
}

/** What plainly does not hold decides, whatever can't be told of the others. */
async function scoreAll(metric: string, checks: readonly Check[], context: EvaluatorContext): Promise<Score> {
  const reasons: string[] = [];
  const untold: string[] = [];
  for (const { use, not, evaluator } of checks) {
    const [score] = [await evaluator.evaluate(context)].flat();
    if (score === undefined || 'unscored' in score) {
      untold.push(`${use}: ${score?.unscored ?? 'no score'}`);
    } else if (isUnread(score) || (score.value === 1) === not) {
      reasons.push(`${use}: ${score.reason ?? 'it is so, and must not be'}`);
    }
  }
  if (reasons.length > 0) return failed(metric, reasons.join('; '));
  return untold.length > 0 ? unscored(metric, untold.join('; ')) : passed(metric);
}
