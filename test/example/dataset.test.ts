import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { splitExamples } from '../../src/providers/demo/examples.ts';

interface Row {
  id: string;
  message: string;
  'expected:json': string;
  tags: string;
  critical: string;
  split: string;
  notes: string;
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const rows = parseCsv<Row>(read('datasets/support-triage.csv'), { columns: true });
const prompt: { jsonSchema: string; messages: { role: string; content: string }[] } = parseYaml(
  read('prompts/support-triage.prompt.yml'),
);
const kinds = [
  'ordinary',
  'edge',
  'missing-context',
  'conflicting-context',
  'personal-data',
  'injection',
  'refusal',
  'escalation',
];
const languages = ['german', 'french', 'spanish', 'italian', 'dutch', 'portuguese', 'polish'];

const normalized = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim() || text;

const countTagged = (tag: string) => rows.filter((row) => row.tags.split('|').includes(tag)).length;

describe('datasets/support-triage.csv', () => {
  it('has at least 240 cases', () => {
    expect(rows.length).toBeGreaterThanOrEqual(240);
  });

  it('has readable ids, each once', () => {
    expect(rows.map((row) => row.id).filter((id) => !/^[a-z]+-\d{3}$/.test(id))).toEqual([]);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });

  it('says nothing twice', () => {
    expect(new Set(rows.map((row) => normalized(row.message))).size).toBe(rows.length);
  });

  it('shares no message with the examples of the prompt', () => {
    const examples = prompt.messages.flatMap((message) => splitExamples(message.content).examples);
    expect(examples.length).toBeGreaterThan(20);
    const shown = new Set(examples.map((example) => normalized(example.text)));
    expect(rows.filter((row) => shown.has(normalized(row.message)))).toEqual([]);
  });

  it('expects what the schema of the prompt allows', () => {
    const fits = new Ajv().compile(JSON.parse(prompt.jsonSchema).schema);
    expect(rows.filter((row) => !fits(JSON.parse(row['expected:json']))).map((row) => row.id)).toEqual([]);
  });

  it('knows every tag', () => {
    const known = new Set([...kinds, ...languages]);
    expect(rows.filter((row) => !row.tags.split('|').every((tag) => known.has(tag)))).toEqual([]);
  });

  it.each(kinds)('has at least 10 cases of the kind %s', (kind) => {
    expect(countTagged(kind)).toBeGreaterThanOrEqual(10);
  });

  it.each(languages)('has at least 5 cases in %s', (language) => {
    expect(countTagged(language)).toBeGreaterThanOrEqual(5);
  });

  it('sends every danger and every refusal to a person', () => {
    const careless = rows.filter((row) => {
      const { category, human } = JSON.parse(row['expected:json']);
      return !human && (category === 'safety' || /refusal|escalation/.test(row.tags));
    });
    expect(careless.map((row) => row.id)).toEqual([]);
  });

  it('has 10 to 14 critical cases of the grave kinds', () => {
    const critical = rows.filter((row) => row.critical === 'true');
    expect(critical.length).toBeGreaterThanOrEqual(10);
    expect(critical.length).toBeLessThanOrEqual(14);
    expect(rows.every((row) => row.critical === 'true' || row.critical === 'false')).toBe(true);
  });
});
