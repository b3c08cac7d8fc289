import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../src/report/terminal.ts';
import { fixtures, loadFixture } from './support.ts';

const options = {
  color: false,
  paths: { report: 'reports/support-reply/7f3a/index.html' },
  exitCode: 1,
} as const;

describe('renderTerminal', () => {
  it.each([
    ['promoted', 'PROMOTED   stable moved from v12 to v13'],
    ['blocked', 'BLOCKED   stable stays at v12'],
    ['inconclusive', 'INCONCLUSIVE   stable stays at v12'],
    ['first-release', 'PROMOTED   stable now names v1'],
  ] as const)('ends %s with the verdict, where stable is, and the report', async (name, verdict) => {
    const last = renderTerminal(await loadFixture(name), options)
      .trimEnd()
      .split('\n')
      .at(-1);
    expect(last).toBe(` ${verdict}   report  ${options.paths.report}   exit 1`);
  });

  it('says PASSED where nothing moved', async () => {
    const input = await loadFixture('promoted');
    const text = renderTerminal(
      { ...input, run: { ...input.run, release: null } },
      { ...options, exitCode: 0 },
    );
    expect(text).toContain(' PASSED   stable stays at v12 ');
    expect(text).not.toContain('PROMOTED');
  });

  it('gives the sentences of failed and undecided gates in full, and of no other', async () => {
    const input = await loadFixture('blocked');
    const text = renderTerminal(input, { ...options, width: 60 }).replace(/\s+/g, ' ');
    for (const outcome of input.run.verdict.outcomes) {
      if (outcome.status === 'pass') expect(text).not.toContain(outcome.text);
      else expect(text).toContain(outcome.text);
    }
    expect(text).toContain('worst: case-00437 −0.620 · case-00529 −0.590');
    expect(text).toContain('(14 regressions)');
  });

  it.each(fixtures)('colours %s without changing a letter', async (name) => {
    const input = await loadFixture(name);
    const plain = renderTerminal(input, options);
    const coloured = renderTerminal(input, { ...options, color: true });
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });
});
