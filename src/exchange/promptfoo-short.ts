import type { JsonObject } from '../core/json.ts';

/** What a cell of `__expected` may name; a word that promptfoo does not know is part of the answer itself. */
const types = [
  'agent-rubric',
  'answer-relevance',
  'bleu',
  'classifier',
  'contains',
  'contains-all',
  'contains-any',
  'contains-html',
  'contains-json',
  'contains-sql',
  'contains-xml',
  'context-faithfulness',
  'context-recall',
  'context-relevance',
  'conversation-relevance',
  'cost',
  'ends-with',
  'equals',
  'factuality',
  'finish-reason',
  'g-eval',
  'gleu',
  'guardrails',
  'icontains',
  'icontains-all',
  'icontains-any',
  'is-html',
  'is-json',
  'is-refusal',
  'is-sql',
  'is-valid-function-call',
  'is-valid-openai-function-call',
  'is-valid-openai-tools-call',
  'is-xml',
  'javascript',
  'latency',
  'levenshtein',
  'llm-rubric',
  'meteor',
  'model-graded-closedqa',
  'model-graded-factuality',
  'moderation',
  'perplexity',
  'perplexity-score',
  'pi',
  'python',
  'regex',
  'rouge-n',
  'ruby',
  'search-rubric',
  'similar',
  'skill-used',
  'starts-with',
  'tool-call-f1',
  'trace-error-spans',
  'trace-span-count',
  'trace-span-duration',
  'webhook',
  'word-count',
];

const short = new RegExp(
  `^((?:not-)?(?:${types.join('|')}|trajectory:[a-z-]+))(?:\\((\\d+(?:\\.\\d+)?)\\))?(?::([\\s\\S]*))?$`,
);
const programs: Record<string, string> = { javascript: 'javascript', fn: 'javascript', eval: 'javascript' };

/** `contains: x`, `similar(0.8): x`, `latency(500)`, `is-json`, `fn: …`, `grade: …`, or the answer itself. */
export function shortAssertion(cell: string): JsonObject {
  const text = cell.trim();
  const [, word = '', body = ''] = /^([a-z]+):([\s\S]*)$/.exec(text) ?? [];
  if (Object.hasOwn(programs, word)) return { type: 'javascript', value: body.trim() };
  if (word === 'grade') return { type: 'llm-rubric', value: body.trim() };
  if (/^file:\/\/.+\.(?:[cm]?[jt]s|py)(?::|$)/.test(text))
    return { type: /\.py(?::|$)/.test(text) ? 'python' : 'javascript', value: text };
  const [, type, threshold, value] = short.exec(text) ?? [];
  if (type === undefined) return { type: 'equals', value: cell };
  return {
    type,
    ...(value !== undefined && { value: value.trim() }),
    ...(threshold !== undefined && { threshold: Number(threshold) }),
  };
}

/**
 * A list in one text: entries between commas, those with commas of their own in quotes, with a quote written `""` or `\"`.
 * undefined where a quote is not closed, or text stands behind it.
 */
export function commaSeparated(text: string): string[] | undefined {
  const entries: string[] = [];
  for (let at = skip(text, 0, /[\s,]/); at < text.length; at = skip(text, at, /[\s,]/)) {
    if (text[at] === '"') {
      const quoted = quotedEntry(text, at + 1);
      if (quoted === undefined) return undefined;
      entries.push(quoted.entry);
      at = skip(text, quoted.end, /\s/);
      if (at < text.length && text[at] !== ',') return undefined;
    } else {
      const comma = text.indexOf(',', at);
      const end = comma === -1 ? text.length : comma;
      entries.push(text.slice(at, end).trim());
      at = end;
    }
  }
  return entries;
}

function quotedEntry(text: string, start: number): { entry: string; end: number } | undefined {
  let entry = '';
  for (let at = start; at < text.length; at++) {
    const [sign = '', next = ''] = [text[at], text[at + 1]];
    if ((sign === '\\' && (next === '"' || next === '\\')) || (sign === '"' && next === '"')) {
      entry += next;
      at++;
    } else if (sign === '"') return { entry, end: at + 1 };
    else entry += sign;
  }
  return undefined;
}

function skip(text: string, start: number, signs: RegExp): number {
  let at = start;
  while (at < text.length && signs.test(text.charAt(at))) at++;
  return at;
}
