import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../src/report/junit.ts';
import { fixtures, loadFixture, parseTags } from './support.ts';

function attribute(attributes: string, name: string): string | undefined {
  return attributes.match(new RegExp(` ${name}="([^"]*)"`))?.[1];
}

describe('renderJunit', () => {
  it.each(fixtures)('is well formed for %s and counts its own elements', async (name) => {
    const tags = parseTags(renderJunit(await loadFixture(name)));
    const count = (element: string) => String(tags.filter((tag) => tag.name === element).length);
    for (const suite of tags.filter((tag) => tag.name.startsWith('testsuite'))) {
      expect(attribute(suite.attributes, 'tests')).toBe(count('testcase'));
      expect(attribute(suite.attributes, 'failures')).toBe(count('failure'));
      expect(attribute(suite.attributes, 'skipped')).toBe(count('skipped'));
    }
  });

  it('has one test case a gate and one a must-pass case', async () => {
    const input = await loadFixture('blocked');
    const names = parseTags(renderJunit(input))
      .filter((tag) => tag.name === 'testcase')
      .map((tag) => attribute(tag.attributes, 'name'));
    expect(names).toHaveLength(input.run.verdict.outcomes.length + 2);
    expect(names).toContain('gate schema · openai/gpt-4.1');
    expect(names).toContain('case case-00529 (critical · openai/gpt-4.1)');
    expect(new Set(names).size).toBe(names.length);
  });

  it('fails what blocks, by its kind, and skips what was only reported', async () => {
    const text = renderJunit(await loadFixture('blocked'));
    const types = parseTags(text)
      .filter((tag) => tag.name === 'failure')
      .map((tag) => attribute(tag.attributes, 'type'));
    expect(types).toEqual(['proven-worse', 'must-pass-failed', 'must-pass-failed', 'inconclusive']);
    expect(text).toMatch(/<skipped message="fail, not enforced: /);
  });
});
