import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { findChromium, howToInstall, launchChromium } from '../report/browser/chromium.ts';
import { servePage } from '../support/label-page.ts';
import { people, prompt, reviewAll, reviewProject } from './review-project.ts';

const chromium = findChromium();
const title = 'a release that waits for people, in a browser';

function signoffOf({ verdict }: RunFile) {
  return verdict.outcomes.find(({ metric }) => metric === 'signoff');
}

describe.skipIf(chromium === undefined)(chromium === undefined ? `${title} (${howToInstall})` : title, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
  });
  afterAll(() => browser?.close());

  it('is inconclusive, is reviewed on the page, and is released without another call', async () => {
    const project = await reviewProject();
    const first = await project.as('ana', 'release', 'greet', '--json');
    expect(first.exitCode).toBe(3);
    const run = first.json<RunFile>();
    const command = `prompteval review greet --run ${run.id}`;
    expect(signoffOf(run)).toMatchObject({
      status: 'inconclusive',
      reason: 'awaits-review',
      text: `critical signoff: 2 of 2 cases wait for a person to review the answers. Review them: ${command}`,
    });
    expect(first.stderr).toContain(`then release it: prompteval release greet --run ${run.id}`);

    const options = { cwd: project.folder, env: people.ana };
    const served = await servePage(command.split(' ').slice(1), options);
    const page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(served.url);
    await page.getByText('May this go to a customer?').waitFor();
    await page.getByText('You are ana@example.com').waitFor();
    await page.keyboard.press('y');
    await page.getByText('1 of 2 labelled').waitFor();
    await page.keyboard.press('y');
    await page.getByText('2 of 2 labelled').waitFor();
    await page.getByRole('button', { name: 'Finish' }).click();
    const ended = await served.finished;
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain(`Next: prompteval release greet --run ${run.id}`);

    const released = await project.as('ana', 'release', 'greet', '--run', run.id, '--json');
    expect(released).toMatchObject({ exitCode: 0 });
    const reviewed = released.json<RunFile>();
    expect(reviewed).toMatchObject({
      reviewedFrom: run.id,
      reviews: { count: 2, by: ['ana@example.com'] },
      attempt: run.attempt,
      finishedAt: run.finishedAt,
      spend: { usd: 0 },
      release: { to: 1 },
    });
    expect(signoffOf(reviewed)?.status).toBe('pass');
    expect((await project.as('ana', 'recompute')).exitCode).toBe(0);
    const audit = await project.as('ana', 'audit', 'verify');
    expect(audit).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 reviews of answers') });

    const answers = await project.list('.prompteval/registry/answers');
    const [review = ''] = answers;
    await project.write(review, (await project.read(review)).replace('"value": 1', '"value": 0'));
    const changed = await project.as('ana', 'audit', 'verify');
    expect(changed).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('its checksum does not fit'),
    });
    expect(changed.stdout).toContain('rests on reviews of an answer that are not kept as they were');
  });
});

describe('reviews of answers', () => {
  it('stay with an answer that is the same, and wait again where it is another', async () => {
    const project = await reviewProject();
    expect((await project.as('ana', 'release', 'greet')).exitCode).toBe(3);
    expect(await reviewAll(project, 'ana', 'yes')).toBe(2);
    // The same answers of a new run: nobody is asked twice.
    const again = await project.as('ana', 'release', 'greet', '--json');
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.json<RunFile>()).toMatchObject({ reviews: { count: 2 }, release: { to: 1 } });

    // Another prompt with the same answers.
    await project.write('prompts/greet.prompt.yml', prompt('Label each message as good or as bad.'));
    expect((await project.as('ana', 'release', 'greet')).exitCode).toBe(0);
    // Other answers.
    await project.write(
      'prompts/greet.prompt.yml',
      prompt('Label the message as good or bad.')
        .replace('Label: good', 'Label: good!')
        .replace('Label: bad', 'Label: bad!'),
    );
    const other = await project.as('ana', 'release', 'greet', '--json');
    expect(signoffOf(other.json<RunFile>())).toMatchObject({ reason: 'awaits-review' });
    const audit = await project.as('ana', 'audit', 'verify');
    expect(audit.exitCode).toBe(0);
  });

  it('block where somebody says no, until they take it back', async () => {
    const project = await reviewProject();
    const { id } = (await project.as('ana', 'release', 'greet', '--json')).json<RunFile>();
    await reviewAll(project, 'ana', 'yes');
    const sheet = 'sheet-ana-yes.csv';
    const text = await project.read(sheet);
    await project.write('no.csv', text.replace(',"yes"', ',"no"'));
    const of = ['review', 'greet', '--run', id, '--labels'];
    await project.write('other.csv', text.replaceAll(id, '20200101-000000-abcdef'));
    const other = await project.as('ben', ...of, 'other.csv');
    expect(other).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('other.csv is about run 2020'),
    });
    await project.write('changed.csv', text.replace(/,"(?:[^"]|"")*","yes"\r\n/, ',"another","no"\r\n'));
    const changed = await project.as('ben', 'review', 'greet', '--labels', 'changed.csv');
    expect(changed).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('changed.csv:2 answer: is "another"'),
    });
    expect((await project.as('ben', ...of, 'no.csv')).exitCode).toBe(0);

    const blocked = await project.as('ana', 'release', 'greet', '--run', id);
    expect(blocked).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('1 of 2 critical cases failed'),
    });
    const seen = await project.as('ana', 'score', id, '--json');
    expect(seen).toMatchObject({ exitCode: 1 });
    const reviewed = seen.json<RunFile>();
    expect(reviewed).toMatchObject({
      reviewedFrom: id,
      reviews: { by: ['ana@example.com', 'ben@example.com'] },
    });

    await project.write('yes.csv', text);
    await project.as('ben', 'review', 'greet', '--labels', 'yes.csv');
    // A plan rests on what was said when it was made.
    const planned = await project.as('ana', 'release', 'greet', '--run', id, '--plan-only', '--json');
    const { digest } = planned.json<{ digest: string }>();
    await project.as('ben', 'review', 'greet', '--labels', 'no.csv');
    const stale = await project.as('ana', 'release', 'greet', '--apply', digest);
    expect(stale).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('took back what they said') });
    await project.as('ben', 'review', 'greet', '--labels', 'yes.csv');
    // Named by what was derived before: what people say now decides.
    const released = await project.as('ana', 'release', 'greet', '--run', reviewed.id, '--json');
    expect(released).toMatchObject({ exitCode: 0 });
    expect(released.json<RunFile>()).toMatchObject({ reviewedFrom: id, release: { to: 1 } });
    expect(released.json<RunFile>().id).not.toBe(reviewed.id);
  });

  it('are of no use to a run whose question, gates or trials have changed', async () => {
    const project = await reviewProject();
    const { id } = (await project.as('ana', 'release', 'greet', '--json')).json<RunFile>();
    await reviewAll(project, 'ana', 'yes');
    const config = await project.read('prompteval.config.ts');
    await project.write('prompteval.config.ts', config.replace('margin: 0.5', 'margin: 0.6'));
    const stale = await project.as('ana', 'release', 'greet', '--run', id);
    expect(stale).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('a gate changed since') });
    await project.write('prompteval.config.ts', config.replace('May this', 'Should this'));
    expect((await project.as('ana', 'review', 'greet', '--out', 'x.csv')).stderr).toContain(
      'another question',
    );
    await project.write('prompteval.config.ts', config);
    const trials = (await project.list('reports')).find((file) => file.endsWith('trials.jsonl')) ?? '';
    const text = await project.read(trials);
    await project.write(trials, text.replace('"awaits":"review"', '"awaits":"Review"'));
    const tampered = await project.as('ana', 'release', 'greet', '--run', id);
    expect(tampered).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('was changed after run') });
  });
});
