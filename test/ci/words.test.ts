import { describe, expect, it } from 'vitest';
import { annotationsOf } from '../../src/ci/annotations.ts';
import { commentOf, jobPageOf, removedComment, unchangedComment } from '../../src/ci/comment-text.ts';
import { lineOfGate } from '../../src/ci/prompt-lines.ts';
import type { PromptOutcome } from '../../src/ci/prompt-outcome.ts';
import { titleOf } from '../../src/ci/titles.ts';
import { annotationCommand } from '../../src/ci/workflow-command.ts';
import { loadFixture } from '../report/support.ts';
import { blockedOutcome, source } from './support.ts';

const page = 'https://ci.example/job/1';

describe('the title', () => {
  it.each<[string, Partial<PromptOutcome>, RegExp]>([
    ['exit 1', {}, /^Blocked \(exit 1\): support-reply, .*−0\.014 \(drop ≤ /],
    ['exit 1 of a drift', { did: 'drift' }, /^Drifted \(exit 1\): /],
    [
      'exit 1 without a run',
      { input: null, message: 'stable is frozen' },
      /^Refused \(exit 1\): support-reply, stable is frozen$/,
    ],
    [
      'exit 2',
      { exitCode: 2, input: null, message: 'no API key' },
      /^Could not run \(exit 2\): support-reply, no API key$/,
    ],
    ['exit 3', { exitCode: 3 }, /^Undecided \(exit 3\): support-reply, .+ \(.+\)/],
    [
      'exit 4',
      { exitCode: 4, input: null, message: 'stable moved' },
      /^Conflict \(exit 4\): support-reply, stable moved$/,
    ],
    ['a pass', { exitCode: 0 }, /^Passed: support-reply, /],
    [
      'nothing',
      { exitCode: 0, did: 'release', input: null, message: 'stable is v2 already' },
      /^Nothing to release: /,
    ],
    [
      'a validated prompt',
      { exitCode: 0, did: 'validate', input: null },
      /^Validated, not evaluated: support-reply$/,
    ],
  ])('of %s', async (_, changes, expected) => {
    expect(titleOf(await blockedOutcome(changes))).toMatch(expected);
  });

  it('is one line of limited length, whatever it says', async () => {
    const message = `${'x'.repeat(500)}\n::error::y\u001b[31m`;
    const title = titleOf(await blockedOutcome({ input: null, message }));
    expect([...title].length).toBeLessThanOrEqual(200);
    expect(title).not.toMatch(/[\n\u001b]/);
  });
});

describe('the line', () => {
  it('is that of the first change in the messages', async () => {
    const { run } = await loadFixture('blocked');
    const [outcome] = run.verdict.outcomes;
    if (!outcome) throw new Error('the fixture has one');
    expect(lineOfGate(source.text, run, { ...outcome, metric: 'quality' })).toBe(10);
    const windows = `\uFEFF${source.text.replaceAll('\n', '\r\n')}`;
    expect(lineOfGate(windows, run, { ...outcome, metric: 'quality' })).toBe(10);
  });

  it('is that before the end where the last line was taken out', async () => {
    const { run } = await loadFixture('blocked');
    const [outcome] = run.verdict.outcomes;
    const { candidate } = run.arms;
    const [system, ...more] = candidate.prompt.messages;
    if (!outcome || !system || !('content' in system)) throw new Error('the fixture has them');
    const messages = [
      { ...system, content: `${system.content}Answer with one word only, please.\n` },
      ...more,
    ];
    const baseline = { ...candidate, version: 1, prompt: { ...candidate.prompt, messages } };
    const shorter = { ...run, arms: { candidate, baseline } };
    expect(lineOfGate(source.text, shorter, { ...outcome, metric: 'quality' })).toBe(11);
  });

  it('is that of the messages where nothing changed, and 1 in a file that is broken', async () => {
    const { run } = await loadFixture('blocked');
    const [outcome] = run.verdict.outcomes;
    const { candidate } = run.arms;
    if (!outcome) throw new Error('the fixture has one');
    const same = { ...run, arms: { candidate, baseline: { ...candidate, version: 1 } } };
    expect(lineOfGate(source.text, same, outcome)).toBe(5);
    expect(lineOfGate(': : {', run, outcome)).toBe(1);
  });

  it('is that of the model for cost, where the model changed', async () => {
    const { run } = await loadFixture('blocked');
    const [outcome] = run.verdict.outcomes;
    const { baseline, candidate } = run.arms;
    if (!outcome || !baseline) throw new Error('the fixture has both');
    const arms = {
      baseline,
      candidate: { ...candidate, prompt: { ...candidate.prompt, model: 'demo/other' } },
    };
    expect(lineOfGate(source.text, { ...run, arms }, { ...outcome, metric: 'cost' })).toBe(2);
    expect(lineOfGate(source.text, { ...run, arms }, { ...outcome, metric: 'quality' })).toBe(10);
  });
});

describe('annotations', () => {
  it('say all in the first one, and stand on the changed line', async () => {
    const [first, ...more] = annotationsOf([await blockedOutcome()]);
    expect(first).toMatchObject({
      level: 'error',
      file: source.file,
      line: 10,
      title: expect.stringMatching(/^Blocked/),
    });
    expect(first?.text).toContain('The alias stays where it is.');
    expect(more.every(({ file }) => file === source.file)).toBe(true);
  });

  it('of the policy stand on the config', async () => {
    const outcome = await blockedOutcome();
    const [first] = outcome.input?.run.verdict.outcomes ?? [];
    if (!outcome.input || !first) throw new Error('the fixture has one');
    const policy = { ...first, gate: 'policy', metric: null, status: 'fail' as const, enforced: true };
    const run = { ...outcome.input.run, verdict: { ...outcome.input.run.verdict, outcomes: [policy] } };
    const [only] = annotationsOf([{ ...outcome, input: { ...outcome.input, run } }]);
    expect(only).toMatchObject({ file: 'prompteval.config.ts', line: 9 });
  });

  it('are at most ten, and the last one says how many are left out', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, index) => blockedOutcome({ prompt: `p${index}` })),
    );
    const all = annotationsOf(outcomes);
    expect(all).toHaveLength(10);
    expect(all.at(-1)).toMatchObject({
      level: 'notice',
      title: expect.stringMatching(/^prompteval: \d+ more$/),
    });
    for (const annotation of all) expect(annotationCommand(annotation)).not.toMatch(/[\r\n]/);
  });

  it('of files that could not be used stand where the problems are', async () => {
    const problems = [
      { file: 'prompteval.config.ts', line: 4, message: 'unknown key', field: 'gtes' },
      { file: 'datasets/a.csv', line: 9, message: 'has no id' },
    ];
    const all = annotationsOf([
      await blockedOutcome({ exitCode: 2, input: null, message: 'gtes unknown key', problems }),
    ]);
    expect(all.map(({ file, line }) => [file, line])).toEqual([
      ['prompteval.config.ts', 4],
      ['datasets/a.csv', 9],
    ]);
  });
});

describe('a comment', () => {
  it('links its job, and ends with the marker', async () => {
    const { body, marker } = commentOf(await blockedOutcome(), { page });
    expect(body).toContain(`[log and full report](${page})`);
    expect(body.trimEnd().endsWith(`\n${marker}`)).toBe(true);
    expect(body.length).toBeLessThan(65_536);
  });

  it('without a run says why, in words that mention nobody and open nothing', async () => {
    const message = 'ask @ana, see #12 <img src=x> ```\n<!-- prompteval:other -->';
    const problems = [{ message, file: '@team/x' }];
    const { body, marker } = commentOf(
      await blockedOutcome({ exitCode: 2, input: null, message, problems }),
      { page },
    );
    expect(body.replaceAll(marker, '')).not.toMatch(/@ana|@team|#12|<img|```|<!--/);
    expect(body).toContain('## ✖ Could not run (exit 2)');
    expect(unchangedComment('a@b', { page }).body).toContain('Nothing to evaluate: a@\u200bb');
    expect(removedComment('a@b', 'a@b is gone', { page }).body).toMatch(
      /^## ⚠ Removed: a@\u200bb\n\na@\u200bb is gone \[Log\]/,
    );
  });

  it('from a hostile run has its own marker and no other, at its end', async () => {
    const input = await loadFixture('hostile');
    const { body, marker } = commentOf(await blockedOutcome({ input, prompt: input.run.prompt }), { page });
    expect(body.trimEnd().endsWith(`\n${marker}`)).toBe(true);
    expect(body.replace(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, '').match(/<!--/g)).toHaveLength(1);
  });
});

describe('the page of a job', () => {
  it('puts what did not pass first and stays within what a step may write', async () => {
    const passed = await blockedOutcome({ exitCode: 0, prompt: 'fine' });
    const blocked = await blockedOutcome();
    const text = jobPageOf([passed, ...Array.from({ length: 210 }, () => blocked)], ['An intro.'], { page });
    expect(text).toMatch(/^An intro\.\n- ✖ Blocked/);
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toContain('11 more');
    expect(text).toContain('The rest does not fit here');
  });

  it('lists up to fifty regressions', async () => {
    const outcome = await blockedOutcome();
    const [worst] = outcome.input?.worst ?? [];
    if (!outcome.input || !worst) throw new Error('the fixture has one');
    const many = Array.from({ length: 50 }, (_, index) => ({ ...worst, case: `case-${index}` }));
    const text = jobPageOf([{ ...outcome, input: { ...outcome.input, worst: many } }], [], { page });
    expect(text).toContain('50 worst of');
    expect(commentOf({ ...outcome, input: { ...outcome.input, worst: many } }, { page }).body).toContain(
      '10 worst of',
    );
  });
});
