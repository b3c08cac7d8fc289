import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { exactMatch } from '../../../src/evaluators/texts/exact-match.ts';
import { outcomeOf } from '../context.ts';

const folder = new URL('../../../../shared/data/gsm8k/', import.meta.url);
const isPresent = existsSync(folder);

interface Problem {
  question: string;
  expected: string;
}
interface Recorded {
  key: string;
  answers: Record<string, string>;
}

async function scoreVariant(variant: string): Promise<(number | string)[]> {
  const problems: Problem[] = parse(readFileSync(new URL('cases.csv', folder)), { columns: true });
  const lines = readFileSync(new URL('recorded.jsonl', folder), 'utf8').trim().split('\n');
  const recorded = new Map(lines.map((line): [string, Recorded] => readLine(line)));
  const evaluator = exactMatch({ metric: 'quality', extract: /A:\s*([^\n]+)/, normalize: 'number' });
  return Promise.all(
    problems.map(({ question, expected }) =>
      outcomeOf(evaluator, recorded.get(question.trim())?.answers[variant] ?? '', expected),
    ),
  );
}

function readLine(line: string): [string, Recorded] {
  const row: Recorded = JSON.parse(line);
  return [row.key.trim(), row];
}

describe.skipIf(!isPresent)(
  `recorded answers to GSM8K${isPresent ? '' : ' (skipped: ../shared is absent)'}`,
  () => {
    it('scores 286 and 515 of 1,319, with 293 wins and 64 losses', async () => {
      const before = await scoreVariant('6b_finetuning');
      const after = await scoreVariant('6b_verification');
      const right = (values: (number | string)[]): number => values.filter((value) => value === 1).length;
      expect([before, after].map((values) => values.length)).toEqual([1319, 1319]);
      expect([...before, ...after].every((value) => value === 0 || value === 1)).toBe(true);
      expect([right(before), right(after)]).toEqual([286, 515]);
      expect(after.filter((value, index) => value === 1 && before[index] === 0)).toHaveLength(293);
      expect(after.filter((value, index) => value === 0 && before[index] === 1)).toHaveLength(64);
    });
  },
);
