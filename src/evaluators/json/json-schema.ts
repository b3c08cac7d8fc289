import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { isJsonObject, type JsonSchema } from '../../core/json.ts';
import type { Score } from '../../core/score.ts';
import { excerpt } from '../../core/text.ts';
import { compileSchema, type SchemaCheck, type SchemaProblem } from '../../schema/compile-schema.ts';
import { TooMuchToCheck, unlessTooMuch } from '../../schema/reference-steps.ts';
import { binaryMetric, failed, passed, unread, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { describe } from '../options/metric-problems.ts';
import { checkOptions, readingSteps, textOptionChecks } from '../options/options.ts';
import { type ReadingSteps, readAnswer } from '../reading/read-answer.ts';
import { parseStrictJson } from '../reading/strict-json.ts';

export interface JsonSchemaOptions {
  /** Default: the output schema that both arms of the run are scored by. */
  schema?: JsonSchema;
  /** Id of the metric; default `schema`. */
  metric?: string;
  /** Where in the answer the value stands that `schema` describes. */
  path?: string;
}

/**
 * 1 where the answer is JSON that fits the schema, else 0 and the fields that don't. JSON in a code fence or with
 * text around it is not valid JSON. Without `schema` it takes the run's output schema in `prepare`.
 *
 * @throws InputError for options that can't be used.
 */
export function jsonSchema(options: JsonSchemaOptions = {}): Evaluator {
  checkOptions('jsonSchema', options, {
    metric: textOptionChecks.metric,
    path: textOptionChecks.path,
    schema: (value) =>
      isJsonObject(value) ? undefined : { message: `is ${describe(value)}`, expected: 'a JSON Schema' },
  });
  if (options.schema !== undefined) return bound(options, options.schema);
  if (options.path !== undefined) {
    throw new InputError({
      field: 'jsonSchema.path',
      message: 'is given without a schema',
      hint: "The prompt's output schema describes the whole answer; give the schema of that part as well",
    });
  }
  return unbound(options);
}

function unbound(options: JsonSchemaOptions): Evaluator {
  const metric = options.metric ?? 'schema';
  return builtIn({
    name: 'jsonSchema',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: { ...options },
    evaluate: () => unscored(metric, 'no output schema'),
    prepare({ outputSchema }) {
      if (outputSchema !== null) return bound(options, outputSchema);
      throw new InputError({
        field: 'jsonSchema',
        message: 'the prompt has no output schema, which the evaluator jsonSchema() scores by',
        hint: 'Add jsonSchema to the prompt file, or give the evaluator one: jsonSchema({ schema })',
      });
    },
  });
}

function bound(options: JsonSchemaOptions, schema: JsonSchema): Evaluator {
  const metric = options.metric ?? 'schema';
  const check = compile(schema);
  const steps = readingSteps(options);
  return builtIn({
    name: 'jsonSchema',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: { ...options, schema },
    evaluate: (context) => scoreBySchema(metric, context.completion.text, steps, check),
  });
}

/** The fields of a schema's own problems lie inside the schema; say which schema that is. */
function compile(schema: JsonSchema): SchemaCheck {
  try {
    return compileSchema(schema);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.problems.map((problem) => ({
        ...problem,
        field: ['jsonSchema.schema', problem.field].filter(Boolean).join('.'),
      })),
    );
  }
}

function scoreBySchema(metric: string, text: string, steps: ReadingSteps, check: SchemaCheck): Score {
  const answer = readAnswer(text, steps);
  if (!answer.found) return unread(metric, answer.reason);
  const parsed =
    answer.source === 'text' ? parseStrictJson(text) : { ok: true as const, value: answer.value };
  if (!parsed.ok) return failed(metric, parsed.reason);
  const problems = unlessTooMuch(() => check(parsed.value));
  if (problems instanceof TooMuchToCheck) return unscored(metric, problems.message);
  return problems.length === 0 ? passed(metric) : failed(metric, describeProblems(problems));
}

function describeProblems(problems: readonly SchemaProblem[]): string {
  const named = problems.slice(0, 3).map(({ field, message, expected }) => {
    const words = `${field || 'the answer'} ${message}`;
    return excerpt(expected === undefined ? words : `${words} (expected ${expected})`, 200);
  });
  const more = problems.length - named.length;
  return more === 0 ? named.join('; ') : `${named.join('; ')}; and ${more} more`;
}
