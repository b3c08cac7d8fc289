import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { kappaWords } from '../../src/cli/commands/calibrate.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import { giveLabel, labelState, servePage } from '../support/label-page.ts';
import { runCli } from '../support/run-cli.ts';
import { exampleProject } from '../support/temporary-project.ts';

it.each([
  // A judge that always said the same: what agrees, chance alone would.
  [
    { value: 0, atLeast: -0.464, interval: { low: 0, high: 0 } },
    /^The scores or the labels are all one value, so .* can’t be told/,
  ],
  [
    { value: 1, atLeast: 0.8, interval: { low: 1, high: 1 } },
    /kappa 1 \(95 % interval 1 to 1\); at least 0\.8/,
  ],
  [
    { value: 0.5, atLeast: 0.3, interval: { low: 0.2, high: 0.8 } },
    /kappa 0\.5 \(95 % interval 0\.2 to 0\.8\)/,
  ],
])('says of kappa %o what can be said', (kappa, words) =>
  expect(kappaWords({ ...kappa, confidence: 0.95, weights: 'none' })).toMatch(words),
);

const about = ['calibrate', 'support-triage', '--metric', 'quality'];

describe('calibrate', () => {
  it('writes a file to label that hides arm and score, and reads it back', async () => {
    const project = await exampleProject();
    const { folder } = project;
    await runCli(['run', 'support-triage', '--quiet'], { cwd: folder });

    const written = await runCli([...about, '--sample', '20', '--out', 'sheet.csv', '--json'], {
      cwd: folder,
    });
    expect(written).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(written.stdout)).toMatchObject({ answers: 20, file: 'sheet.csv' });
    const sheet = await project.read('sheet.csv');
    const [header, ...rows]: string[][] = parse(sheet);
    expect(header).toEqual(['id', 'run', 'input', 'expected', 'answer', 'label']);
    expect(rows).toHaveLength(20);
    expect(sheet).not.toMatch(/baseline|candidate/);
    // Labels that somebody may have filled in are never written over.
    const again = await runCli([...about, '--out', 'sheet.csv'], { cwd: folder });
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is there already') });

    const empty = await runCli([...about, '--labels', 'sheet.csv'], { cwd: folder });
    expect(empty).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('nothing is labelled yet') });

    const filled = sheet.replaceAll(/,""\r\n/g, (_, offset: number) => `,"${offset % 2 ? 'yes' : 'no'}"\r\n`);
    await project.write('sheet.csv', filled);
    const read = await runCli([...about, '--labels', 'sheet.csv'], { cwd: folder });
    expect(read).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('quality against people, 20 answers'),
    });
    expect(read.stdout).toMatch(/Cohen’s kappa [−\d.]+ \(95 % interval/);
    expect(read.stdout).toContain('put right by 10 labelled cases');
    const record: unknown = JSON.parse(
      await project.read('.prompteval/calibration/support-triage/quality.json'),
    );
    expect(record).toMatchObject({
      formatVersion: 1,
      metric: 'quality',
      evaluator: expect.stringMatching(/^sha256:/),
      labelled: 20,
      arms: [{ arm: 'baseline' }, { arm: 'candidate' }],
    });

    const altered = filled.replace(/,"(?:[^"]|"")*","yes"\r\n/, ',"another","yes"\r\n');
    await project.write('sheet.csv', altered);
    const changed = await runCli([...about, '--labels', 'sheet.csv'], { cwd: folder });
    expect(changed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('answer: is "another"') });

    await project.write('sheet.csv', filled.replace('"yes"', '"maybe"').replace('"no"', '"2"'));
    const wrong = await runCli([...about, '--labels', 'sheet.csv', '--json'], { cwd: folder });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain('label: is "maybe"');
    expect(wrong.stderr).toContain('label: is "2"');
  });

  it('serves a page that keeps each label in the sheet at once, whatever ends it, and goes on there', async () => {
    const project = await exampleProject();
    const here = { cwd: project.folder };
    await runCli(['run', 'support-triage', '--quiet'], here);
    const asked = [...about, '--page', '--sample', '6', '--out', 'sheet.csv'];
    const page = await servePage(asked, here);
    const state = await labelState(page.url);
    expect(state.items).toHaveLength(6);
    const [first, second] = state.items.map(({ id }) => id);
    expect((await giveLabel(page.url, { id: first, value: 1, by: 'Ana', note: 'fine' })).status).toBe(200);
    await page.stop('SIGKILL');
    const kept: Record<string, string>[] = parse(await project.read('sheet.csv'), { columns: true });
    expect(kept.find(({ id }) => id === first)).toMatchObject({ label: '1', by: 'Ana', note: 'fine' });

    const again = await servePage(asked, here);
    const resumed = await labelState(again.url);
    expect(resumed.items.map(({ value }) => value)).toEqual([1, null, null, null, null, null]);
    await giveLabel(again.url, { id: second, value: 0 });
    const { exitCode, stdout, stderr } = await again.stop('SIGINT');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('2 of 6 answers labelled, kept in sheet.csv');
    expect(stderr).toContain('Next: prompteval calibrate support-triage --metric quality --labels sheet.csv');
    const read = await runCli([...about, '--labels', 'sheet.csv', '--json'], here);
    expect(read.json()).toMatchObject({ labelled: 2, by: expect.stringMatching(/^Ana, ./) });
  });

  it('lets a gate that asks for it decide once the labels reach its floor, and says so until then', async () => {
    const project = await exampleProject();
    const here = { cwd: project.folder };
    const config = await project.read('prompteval.config.ts');
    const asking = config.replace('margin: 0.05 }', 'margin: 0.05, requireCalibration: 0.6 }');
    await project.write('prompteval.config.ts', asking);
    const waits = 'gate "quality" requireCalibration: it reports without deciding';

    expect(await runCli(['validate'], here)).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining(waits),
    });
    const before: RunFile = JSON.parse((await runCli(['run', 'support-triage', '--json'], here)).stdout);
    expect(outcomeOf(before)).toMatchObject({ enforced: false });
    expect(before.warnings).toContainEqual(expect.stringContaining(waits));

    await runCli([...about, '--sample', '60', '--out', 'sheet.csv'], here);
    const rows: Record<string, string>[] = parse(await project.read('sheet.csv'), { columns: true });
    const lines = rows.map(({ id, run, expected, answer }) => `${id},${run},${label(expected, answer)}`);
    await project.write('filled.csv', ['id,run,label', ...lines].join('\n'));
    const read = await runCli([...about, '--labels', 'filled.csv', '--json'], here);
    expect(JSON.parse(read.stdout)).toMatchObject({ agreement: 1, kappa: { value: 1 } });

    expect((await runCli(['validate'], here)).stderr).not.toContain(waits);
    const after: RunFile = JSON.parse((await runCli(['run', 'support-triage', '--json'], here)).stdout);
    expect(outcomeOf(after)).toMatchObject({ enforced: true });
    expect(after.digests.gates).not.toBe(before.digests.gates);

    // Another evaluator is another judge.
    await project.write('prompteval.config.ts', asking.replace("path: 'category'", "path: 'urgency'"));
    expect((await runCli(['validate'], here)).stderr).toContain('with another evaluator than now');
    const stale = await runCli([...about, '--out', 'new.csv'], here);
    expect(stale).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('by other evaluators') });
  });
});

function outcomeOf({ verdict }: RunFile) {
  return verdict.outcomes.find(({ gate }) => gate === 'quality');
}

/** What the evaluator of the example says, as a person would who agrees with it. */
function label(expected = '', answer = ''): string {
  const [wanted, given]: { category?: string }[] = [expected, answer].map((text) => JSON.parse(text));
  return wanted?.category === given?.category ? 'pass' : 'fail';
}
