import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
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
    expect(text).toContain(
      'worst: case-00437 on anthropic/claude-sonnet-4 −0.620 · case-00529 on openai/gpt-4.1 −0.590',
    );
    expect(text).toContain('(14 regressions)');
  });

  it.each([
    ['first-release', true],
    ['empty', true],
    ['promoted', false],
    ['blocked', false],
    ['inconclusive', false],
  ] as const)('says the headline of %s where no row says the same: %s', async (name, isSaid) => {
    const input = await loadFixture(name);
    const text = renderTerminal(input, { ...options, width: 10_000 });
    expect(text.includes(input.run.verdict.headline)).toBe(isSaid);
  });

  it('says the headline where no gate decides', async () => {
    const input = await loadFixture('promoted');
    const headline = 'No gate is configured and enforced, so nothing was proven. Add gates to the config.';
    const outcomes = input.run.verdict.outcomes.slice(-1);
    const run = {
      ...input.run,
      release: null,
      verdict: { status: 'inconclusive' as const, headline, outcomes },
    };
    expect(renderTerminal({ ...input, run }, options)).toContain(headline);
  });

  it('names the metric of what got worst where there are several', async () => {
    const { run, ...input } = await loadFixture('promoted');
    const worse = { case: 'c-086', model: run.models[0] ?? '', delta: -3, baseline: 4, candidate: 1 };
    const regressions = [
      { ...worse, metric: 'tone' },
      { ...worse, metric: 'length' },
    ];
    const text = renderTerminal({ ...input, run: { ...run, regressions } }, options);
    expect(text).toContain('worst: c-086 tone −3 · c-086 length −3   (2 regressions)');
  });

  it('says once what several gates say in the same words', async () => {
    const input = await loadFixture('blocked');
    const [first, ...others] = input.run.verdict.outcomes;
    if (first === undefined) throw new Error('the fixture has no gate');
    const undecided = {
      ...first,
      status: 'inconclusive' as const,
      text: 'quality: there is no baseline yet.',
    };
    const outcomes = [undecided, { ...undecided, gate: 'quality in german' }, ...others];
    const run = { ...input.run, verdict: { ...input.run.verdict, outcomes } };
    const text = renderTerminal({ ...input, run }, options);
    expect(text.split(undecided.text)).toHaveLength(2);
    expect(text.match(/undecided /g)).toHaveLength(
      outcomes.filter(({ status }) => status === 'inconclusive').length,
    );
    expect(renderMarkdown({ ...input, run }).split(undecided.text)).toHaveLength(2);
  });

  it('does not say again what the headline of a drift run has said', async () => {
    const input = await loadFixture('inconclusive');
    const undecided = input.run.verdict.outcomes.find(({ status }) => status === 'inconclusive');
    const text = undecided?.text ?? '';
    const { verdict } = input.run;
    const run = {
      ...input.run,
      drift: {
        release: 'r',
        releasedAt: '2026-11-20T00:00:00.000Z',
        served: [],
        sameGates: true,
        rescored: false,
      },
      verdict: { ...verdict, headline: `Whether it does as well today is not settled. ${text}` },
    };
    const shown = renderTerminal({ ...input, run }, { ...options, width: 10_000 });
    expect(shown.split(text)).toHaveLength(2);
  });

  it.each(fixtures)('colours %s without changing a letter', async (name) => {
    const input = await loadFixture(name);
    const plain = renderTerminal(input, options);
    const coloured = renderTerminal(input, { ...options, color: true });
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });
});
