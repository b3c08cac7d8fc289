import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../src/report/junit.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { elementsOf, parseXml, type XmlNode } from '../support/xml.ts';
import { fixtures, loadFixture } from './support.ts';

const hostile = '</testcase>]]>&#0;&bogus;"\'<!--\u0000\u001b[31m\ufffe\ud800\r\n\tend';

/** What Jenkins' xUnit plugin, the strictest of the readers, allows of an element. */
interface Rule {
  required: string[];
  optional: string[];
  children: string[];
  /** Whether text may stand in it. */
  text: boolean;
}

const problem: Rule = { required: [], optional: ['type', 'message'], children: [], text: true };
const output: Rule = { required: [], optional: [], children: [], text: true };
const rules: Record<string, Rule> = {
  testsuites: {
    ...{ required: [], optional: ['name', 'time', 'tests', 'failures', 'errors'] },
    ...{ children: ['testsuite'], text: false },
  },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'group', 'log', 'url'],
    children: ['properties', 'testcase', 'system-out', 'system-err'],
    text: false,
  },
  properties: { required: [], optional: [], children: ['property'], text: false },
  property: { required: ['name', 'value'], optional: [], children: [], text: false },
  testcase: {
    ...{ required: ['name'], optional: ['time', 'classname', 'group'] },
    ...{ children: ['skipped', 'error', 'failure', 'system-out', 'system-err'], text: false },
  },
  ...{ failure: problem, error: problem, skipped: problem, 'system-out': output, 'system-err': output },
};

/** Everything that a reader with a schema would refuse. */
function mistakesIn(node: XmlNode): string[] {
  const rule = rules[node.name];
  if (!rule) return [`<${node.name}> is unknown`];
  const names = Object.keys(node.attributes);
  const { time } = node.attributes;
  return [
    ...rule.required.filter((name) => !names.includes(name)).map((name) => `${node.name} lacks ${name}`),
    ...names
      .filter((name) => ![...rule.required, ...rule.optional].includes(name))
      .map((name) => `${node.name} has ${name}`),
    ...(time !== undefined && !/^\d+(?:\.\d+)?$/.test(time) ? [`${node.name} takes ${time}`] : []),
    ...(rule.text || node.text.trim() === '' ? [] : [`${node.name} holds text`]),
    ...node.children
      .filter(({ name }) => !rule.children.includes(name))
      .map(({ name }) => `${node.name} holds <${name}>`),
    ...node.children.flatMap(mistakesIn),
  ];
}

/** As GitLab and GitHub's actions read a test case: by its first child of these names. */
function resultOf(test: XmlNode): 'failed' | 'error' | 'skipped' | 'success' {
  const has = (name: string) => test.children.some((child) => child.name === name);
  if (has('failure')) return 'failed';
  if (has('error')) return 'error';
  return has('skipped') ? 'skipped' : 'success';
}

async function hostileInput(): Promise<ReportInput> {
  const { run } = await loadFixture('blocked');
  const outcomes = run.verdict.outcomes.map((outcome, index) => ({
    ...outcome,
    gate: `${index}${hostile}`,
    ...{ reason: hostile, expected: hostile, actual: hostile, text: hostile },
    cases: [{ case: hostile, status: 'fail' as const, text: hostile }],
  }));
  return {
    run: { ...run, prompt: hostile, verdict: { ...run.verdict, headline: hostile, outcomes } },
    worst: [],
  };
}

describe.each(fixtures)('junit.xml of %s', (name) => {
  it('has only what every reader allows', async () => {
    expect(mistakesIn(parseXml(renderJunit(await loadFixture(name))))).toEqual([]);
  });

  it('counts its own elements, and every test case has one name', async () => {
    const root = parseXml(renderJunit(await loadFixture(name)));
    const [suite] = elementsOf(root, 'testsuite');
    const tests = elementsOf(root, 'testcase');
    expect(suite?.attributes).toMatchObject({
      tests: String(tests.length),
      failures: String(elementsOf(root, 'failure').length),
      errors: String(elementsOf(root, 'error').length),
      skipped: String(elementsOf(root, 'skipped').length),
    });
    const names = tests.map(({ attributes }) => `${attributes.classname} ${attributes.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(suite?.attributes.timestamp).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);
  });

  it('is green only where the verdict is', async () => {
    const input = await loadFixture(name);
    const results = elementsOf(parseXml(renderJunit(input)), 'testcase').map(resultOf);
    const isGreen = !results.includes('failed') && !results.includes('error');
    expect(isGreen).toBe(input.run.verdict.status === 'pass');
    expect(results.length).toBeGreaterThan(0);
  });
});

describe('renderJunit', () => {
  it('has one test case a gate and one a must-pass case', async () => {
    const input = await loadFixture('blocked');
    const names = elementsOf(parseXml(renderJunit(input)), 'testcase').map(
      ({ attributes }) => attributes.name,
    );
    expect(names).toHaveLength(input.run.verdict.outcomes.length + 2);
    expect(names).toContain('gate schema · openai/gpt-4.1');
    expect(names).toContain('case case-00529 (critical · openai/gpt-4.1)');
  });

  it('tells what failed from what could not be decided, and skips what was only reported', async () => {
    const root = parseXml(renderJunit(await loadFixture('blocked')));
    const types = (element: string) => elementsOf(root, element).map(({ attributes }) => attributes.type);
    expect(types('failure')).toEqual(['proven-worse', 'must-pass-failed', 'must-pass-failed']);
    expect(types('error')).toEqual(['not-enough-cases']);
    const [skipped] = elementsOf(root, 'skipped');
    expect(skipped?.attributes.message).toMatch(/^fail, not enforced: /);
  });

  it('never reads as a success where no gate was asked', async () => {
    const { run, worst } = await loadFixture('empty');
    const results = (status: 'pass' | 'fail' | 'inconclusive') => {
      const verdict = { ...run.verdict, status };
      return elementsOf(parseXml(renderJunit({ run: { ...run, verdict }, worst })), 'testcase').map(resultOf);
    };
    expect(results('inconclusive')).toEqual(['error']);
    expect(results('fail')).toEqual(['failed']);
    expect(results('pass')).toEqual(['success']);
  });

  it('never reads as a success where no gate that decides was asked, and the built-in one held', async () => {
    const { run, worst } = await loadFixture('inconclusive');
    const [first] = run.verdict.outcomes;
    if (!first) throw new Error('the fixture has no gate');
    const outcomes = [
      { ...first, gate: 'interface', metric: null, status: 'pass' as const, reason: 'interface-kept' },
      { ...first, status: 'inconclusive' as const, enforced: false },
    ];
    const verdict = { ...run.verdict, status: 'inconclusive' as const, outcomes };
    const root = parseXml(renderJunit({ run: { ...run, verdict }, worst }));
    expect(elementsOf(root, 'testcase').map(resultOf)).toEqual(['skipped', 'success', 'error']);
    expect(elementsOf(root, 'testcase').at(-1)?.attributes.name).toBe('verdict');
    expect(root.attributes).toMatchObject({ tests: '3', errors: '1' });
  });

  it('holds hostile text as text', async () => {
    const root = parseXml(renderJunit(await hostileInput()));
    expect(mistakesIn(root)).toEqual([]);
    const [test] = elementsOf(root, 'failure');
    expect(test?.text).toContain('</testcase>]]>&#0;&bogus;');
    expect(test?.attributes.type).toContain('"\'<!--');
  });

  it('names no file for GitLab to attach', async () => {
    const { run } = await loadFixture('blocked');
    const outcomes = run.verdict.outcomes.map((each) => ({ ...each, text: '[[ATTACHMENT|../../secrets]]' }));
    const text = renderJunit({ run: { ...run, verdict: { ...run.verdict, outcomes } }, worst: [] });
    for (const output of elementsOf(parseXml(text), 'system-out')) {
      expect(output.text).not.toContain('[[ATTACHMENT');
    }
  });

  it('keeps the lines of an attribute', async () => {
    const { run } = await loadFixture('blocked');
    const verdict = { ...run.verdict, headline: 'one\n\ttwo' };
    const root = parseXml(renderJunit({ run: { ...run, verdict }, worst: [] }));
    const headline = elementsOf(root, 'property').find(({ attributes }) => attributes.name === 'headline');
    expect(headline?.attributes.value).toBe('one\n\ttwo');
  });
});

describe('the check itself', () => {
  const wrapped = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${inner}`;

  it.each([
    ['a count where none is allowed', '<testsuites skipped="1"/>', 'testsuites has skipped'],
    ['a suite without its counts', '<testsuites><testsuite name="a"/></testsuites>', 'testsuite lacks tests'],
    ['an unknown element', '<testsuites><b/></testsuites>', 'testsuites holds <b>'],
    ['text between', '<testsuites>a</testsuites>', 'testsuites holds text'],
  ])('sees %s', (_, text, mistake) => {
    expect(mistakesIn(parseXml(wrapped(text)))).toContain(mistake);
  });

  it.each([
    '<a>',
    '<a></b>',
    '<a b="1" b="2"/>',
    '<a>&bogus;</a>',
    '<a>]]></a>',
    '<a>\u0000</a>',
    '<a/><a/>',
    '<a b=1/>',
  ])('does not parse %j', (text) => {
    expect(() => parseXml(wrapped(text))).toThrow();
  });
});
