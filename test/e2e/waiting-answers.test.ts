import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { escapePattern } from '../../src/core/escape-pattern.ts';
import { formatUsd } from '../../src/core/format.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import { type ChatAnswer, type OpenAIServer, startOpenAIServer } from '../support/openai-server.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { runIds } from './catalog.ts';
import { makeSumsProject } from './sums-project.ts';

const cases = 30;
/** As many answers wait when their judge falls silent. */
const concurrency = 6;

/** A run with a judge that nobody disturbs, and a server whose judge can be made to say nothing. */
async function judged({ votes = 1 } = {}) {
  const judge = { isHeld: false, held: [] as ((answer: ChatAnswer) => void)[] };
  const said = '{"reason":"it does","score":1}';
  const server = await startOpenAIServer({
    answer({ model, index }) {
      if (model !== 'judge') return 'A: 2';
      const isSilent = judge.isHeld && index > 20;
      return isSilent ? new Promise((resolve) => judge.held.push(resolve)) : said;
    },
  });
  const tone = { use: 'llmJudge', metric: 'tone', model: 'openai/judge', criteria: 'Is it polite?' };
  const project = await makeSumsProject(server.baseURL, {
    cases,
    gates: [{ metric: 'tone', min: 0.8 }],
    prompt: {
      evaluators: [
        { ...tone, scale: 'yes-no', ...(votes > 1 && { votes, parameters: { temperature: 0.7 } }) },
      ],
    },
    provider: { concurrency },
    rest: { prices: { 'openai/adder': { input: 1, output: 2 }, 'openai/judge': { input: 3, output: 9 } } },
  });
  const run = (...args: string[]) => runCli(args, { cwd: project.folder });
  const whole = (await run('run', 'sums', '--json')).json<RunFile>();
  expect(whole.trials, JSON.stringify(whole)).toBeDefined();
  server.requests.length = 0;
  judge.isHeld = true;
  return { server, project, run, whole, judge };
}

/** How often each case was answered. */
function answersByCase({ requests }: OpenAIServer): number[] {
  const counts = new Map<string, number>();
  for (const { model, messages } of requests) {
    const question = messages.at(-1)?.content ?? '';
    if (model !== 'judge') counts.set(question, (counts.get(question) ?? 0) + 1);
  }
  return [...counts.values()];
}

function decisionsOf({ verdict, comparisons, trials, spend, unscored, judges, status }: RunFile) {
  const measured = comparisons.filter(({ metric }) => metric !== 'latency');
  return { verdict, comparisons: measured, trials, spend, unscored, judges, status };
}

const usd = (answers: number, { spend, trials }: RunFile) => (spend.usd / trials.completed) * answers;

type End = (stop: (signal: NodeJS.Signals) => void, held: readonly ((answer: ChatAnswer) => void)[]) => void;

describe('an answer whose judge has not replied', () => {
  it.each<[string, End, string[]]>([
    ['a kill', (stop) => stop('SIGKILL'), []],
    ['Ctrl-C', (stop) => stop('SIGINT'), []],
    ['Ctrl-C, with a cache', (stop) => stop('SIGINT'), ['--cache', 'on']],
    ['a key that the judge refuses', (_, [reply]) => reply?.({ status: 401 }), []],
    ['a kill, with a cap on cost', (stop) => stop('SIGKILL'), ['--max-cost', '1']],
  ])('is not paid for again after %s', async (_, end, limits) => {
    const { server, project, run, whole, judge } = await judged();
    const { child, finished } = startCli(['run', 'sums', ...limits], { cwd: project.folder });
    while (judge.held.length < concurrency) await wait(2);
    end((signal) => child.kill(signal), judge.held);
    await finished;
    judge.isHeld = false;

    const [id = ''] = (await runIds(project, 'sums')).filter((name) => name !== whole.id);
    const resumed = await run('run', 'sums', '--resume', '--run', id, '--json');
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(answersByCase(server)).toEqual(Array.from({ length: cases }, () => 1));
    expect(decisionsOf(resumed.json<RunFile>())).toEqual(decisionsOf(whole));
    expect(await project.list(`reports/sums/${id}`)).not.toContain(`reports/sums/${id}/answers.jsonl`);
    expect((await run('recompute', id)).exitCode).toBe(0);
  });

  it.each<NodeJS.Signals>(['SIGKILL', 'SIGINT'])(
    'and what others replied is not paid for again after %s',
    async (signal) => {
      const votes = 3;
      const { server, project, run, whole, judge } = await judged({ votes });
      const { child, finished } = startCli(['run', 'sums'], { cwd: project.folder });
      while (judge.held.length < concurrency) await wait(2);
      await wait(100);
      const inFlight = judge.held.length;
      child.kill(signal);
      await finished;
      judge.isHeld = false;
      const [id = ''] = (await runIds(project, 'sums')).filter((name) => name !== whole.id);
      const resumed = await run('run', 'sums', '--resume', '--run', id, '--json');
      expect(decisionsOf(resumed.json<RunFile>())).toEqual(decisionsOf(whole));
      const asked = server.requests.filter(({ model }) => model === 'judge');
      expect(asked).toHaveLength(votes * cases + inFlight);
      expect(await project.list(`reports/sums/${id}`)).not.toContain(`reports/sums/${id}/answers.jsonl`);
    },
  );

  it('stands in the run that was cut off with what it cost, and in no trial', async () => {
    const { project, run, whole, judge } = await judged();
    const { child, finished } = startCli(['run', 'sums', '--events', 'events.jsonl'], {
      cwd: project.folder,
    });
    while (judge.held.length < concurrency) await wait(2);
    const [id = ''] = (await runIds(project, 'sums')).filter((name) => name !== whole.id);
    child.kill('SIGINT');
    await finished;
    const file = `reports/sums/${id}/answers.jsonl`;
    const cut = JSON.parse(await project.read(`reports/sums/${id}/run.json`)) as RunFile;
    expect(cut.trials.completed + concurrency).toBeLessThanOrEqual(cases);
    expect(cut.spend.usd).toBeCloseTo(usd(cut.trials.completed, whole), 6);
    expect(cut.spend.waitingUsd).toBeCloseTo(usd(concurrency, whole), 6);
    const { unpriced: _, ...spend } = cut.spend;
    const events = (await project.read('events.jsonl')).trim().split('\n');
    expect(events.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ type: 'verdict', trials: cut.trials, spend }),
    );
    expect((await run('recompute', id)).exitCode).toBe(0);
    expect((await run('report', id)).exitCode).toBe(0);
    expect(cut.trials.waiting).toBe(concurrency);
    const { usd: answered, judgeUsd, waitingUsd = 0 } = cut.spend;
    const spent = answered + judgeUsd + waitingUsd;
    const listed = (await run('runs', '--json')).json<{ id: string; usd: number }[]>();
    expect(listed.find((each) => each.id === id)?.usd).toBeCloseTo(spent, 12);

    // What waits is more than the cap that is left.
    const cap = String(spent - waitingUsd / 2);
    const capped = await run('run', 'sums', '--resume', '--max-cost', cap);
    expect(capped.exitCode).toBe(3);
    expect(capped.stderr).toMatch(new RegExp(`/30 trials .* · ${escapePattern(formatUsd(spent))} ·`));
    const shown = capped.stdout.replace(/\s+/g, ' ');
    expect(shown).toContain(`${concurrency} answers wait for their judges. They are paid for`);
    expect(shown).toContain(`have no answer, and ${concurrency} answers wait for their judges`);

    // Where it stays all the same, nobody takes it for a part of the run.
    const left = await project.read(file);
    judge.isHeld = false;
    const resumed = (await run('run', 'sums', '--resume', '--max-cost', '9', '--json')).json<RunFile>();
    expect(resumed.trials).toEqual(whole.trials);
    expect(resumed.spend).toEqual(whole.spend);
    await project.write(file, left);
    expect((await run('recompute', id)).exitCode).toBe(0);
    expect((await run('release', 'sums', '--run', id)).exitCode).toBe(0);
  });
});
