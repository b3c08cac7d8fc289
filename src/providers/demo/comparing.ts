import { isJsonObject } from '../../core/json.ts';
import type { ModelRequest } from '../../core/provider.ts';
import { isMet, readCriteria } from './criteria.ts';

/** Two answers that are to be compared, as the question of a judge shows them. */
export interface Comparing {
  criteria: string;
  input: string;
  answers: [string, string];
}

/** undefined where the request asks for no comparison: a JSON object with two answers, and a reply that says which is better. */
export function readComparing({ messages, outputSchema }: ModelRequest): Comparing | undefined {
  const schema = outputSchema?.schema;
  const properties = isJsonObject(schema) && isJsonObject(schema.properties) ? schema.properties : {};
  // After a reply that could not be read there is a reminder behind the question.
  const question = messages.find(({ role }) => role === 'user');
  if (properties.better === undefined || question === undefined) return undefined;
  const material = parse(question.content);
  if (!isJsonObject(material)) return undefined;
  const { criteria, input, answer1, answer2 } = material;
  if (typeof answer1 !== 'string' || typeof answer2 !== 'string') return undefined;
  return {
    criteria: typeof criteria === 'string' ? criteria : '',
    input: JSON.stringify(input ?? ''),
    answers: [answer1, answer2],
  };
}

/**
 * The answer that meets more of the criteria, by the words that these have in quotation marks: a stand-in, as `judgeAnswer` is.
 *
 * @returns the reply; where there is nothing in quotation marks, one in words, which is no preference.
 */
export function compareAnswers({ criteria, input, answers }: Comparing): string {
  const rules = readCriteria(criteria);
  if (rules.length === 0)
    return 'This stand-in judges by words in quotation marks, and the criteria have none.';
  const [one, two] = answers.map((answer) => rules.filter((rule) => isMet(rule, input, answer)).length);
  if (one === two) return JSON.stringify({ reason: 'Both meet as many of the criteria.', better: 'tie' });
  const better = Number(one) > Number(two) ? '1' : '2';
  return JSON.stringify({ reason: `Answer ${better} meets more of the criteria.`, better });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
