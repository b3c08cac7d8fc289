import type { Json, JsonObject } from '../core/json.ts';
import type { EvaluatorCode } from '../starter/github-tests.ts';
import { quoted } from '../starter/quoted.ts';
import { variableNameOf } from './imported.ts';
import { type ReadAssertion, readAssertion } from './promptfoo-assertion.ts';
import { readProvider } from './promptfoo-provider.ts';
import type { PlacedAssertion } from './promptfoo-test.ts';
import { fillText, valueAt } from './promptfoo-values.ts';

type Criteria = Extract<ReadAssertion, { criteria: string }>;

/** What is asserted of every test: a schema and criteria become evaluators of their own, limits gates. */
export interface Defaults {
  /** Those that become checks of each case. */
  assertions: PlacedAssertion[];
  schemas: Json[];
  criteria: (Criteria & { place: string })[];
  gates: string[];
}

export function readDefaults(listed: readonly PlacedAssertion[], lost: string[]): Defaults {
  const found: Defaults = { assertions: [], schemas: [], criteria: [], gates: [] };
  for (const { place, assertion } of listed) {
    for (const read of readAssertion(assertion, place, true)) {
      if ('lost' in read) lost.push(read.lost);
      else if ('gate' in read) found.gates.push(read.gate);
      else if ('criteria' in read) found.criteria.push({ ...read, place: `${place} (llm-rubric)` });
      else if ('expected' in read)
        found.assertions.push({ place, assertion: { type: 'equals', value: read.expected } });
      else if (read.check.use === 'jsonSchema' && read.check.not !== true)
        found.schemas.push(read.check.schema ?? {});
      else found.assertions.push({ place, assertion });
    }
  }
  return found;
}

export interface JudgeGrounds {
  /** Who judges where the criteria name nobody, as promptfoo writes it. */
  grader: Json | undefined;
  /** The model that answers. */
  model: string;
  /** The values of every case, to fill into criteria. */
  vars: readonly JsonObject[];
}

export function defaultEvaluators(
  { schemas, criteria }: Pick<Defaults, 'schemas' | 'criteria'>,
  grounds: JudgeGrounds,
  lost: string[],
): EvaluatorCode[] {
  return [
    ...schemas.map((schema, index): EvaluatorCode => {
      const metric = numbered('schema', index);
      const code = `jsonSchema({ metric: ${quoted(metric)}, schema: ${JSON.stringify(schema)} })`;
      return { name: 'jsonSchema', metric, code };
    }),
    ...criteria.map((each, index): EvaluatorCode => {
      const metric = numbered('rubric', index);
      const words = fillCriteria(each, grounds.vars, lost);
      const judge = judgeOf(each, grounds, lost);
      const code = `llmJudge({ metric: ${quoted(metric)}, criteria: ${quoted(words)}, scale: 'yes-no', ${judge} })`;
      return { name: 'llmJudge', metric, code };
    }),
  ];
}

function numbered(metric: string, index: number): string {
  return index === 0 ? metric : `${metric}-${index + 1}`;
}

/** The model that the criteria name, or the file does for all of them. */
function judgeOf(
  { provider, place }: Defaults['criteria'][number],
  { grader, model }: JudgeGrounds,
  lost: string[],
): string {
  const named = provider ?? grader;
  const read = named === undefined ? 'no judge is named' : readProvider(named);
  if (typeof read === 'string') {
    lost.push(`${place}: ${read}; ${model}, which answers too, judges in its place`);
    return `model: ${quoted(model)}`;
  }
  lost.push(...read.lost.map((loss) => `${place}: of its judge ${loss}`));
  const parameters = Object.keys(read.parameters).length > 0;
  return `model: ${quoted(read.model)}${parameters ? `, parameters: ${JSON.stringify(read.parameters)}` : ''}`;
}

/** Criteria are the same for all cases. What differs from case to case the judge is shown beside them, by its name. */
function fillCriteria(
  { criteria, place }: Defaults['criteria'][number],
  vars: readonly JsonObject[],
  lost: string[],
): string {
  return fillText(criteria, (path) => {
    const [first, ...others] = new Set(vars.map((each) => JSON.stringify(valueAt(each, path) ?? null)));
    const value = first === undefined || others.length > 0 ? undefined : valueAt(vars[0] ?? {}, path);
    if (value !== undefined && value !== null && typeof value !== 'object') return value;
    const name = variableNameOf(path);
    lost.push(`${place}: {{${path}}} is not the same in all tests; the judge is told to look at "${name}"`);
    return `"${name}"`;
  });
}

/** What criteria name, which has to be in the cases for the judge to see. */
export function pathsIn(texts: readonly string[]): string[] {
  const paths: string[] = [];
  for (const text of texts) {
    fillText(text, (path) => {
      paths.push(path);
      return undefined;
    });
  }
  return paths;
}
