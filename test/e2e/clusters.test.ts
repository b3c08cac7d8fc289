import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { copyProject } from './copy-project.ts';
import { configFile, makeSumsProject, startSumsServer, sumsConfig, writeDraft } from './sums-project.ts';

const count = 160;

/** The sums, two to a customer, each question with a customer whose name is nobody's business. */
const dataset = Array.from({ length: count }, (_, index) => {
  const number = index + 1;
  return `sum-${number},${number} + 1,${number + 1},secret-${Math.ceil(number / 2)},${number % 2 === 0 ? 'even' : ''}`;
});
const header = 'id,question,expected,customer,tags';
const written = (rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;

const gates = [
  { metric: 'quality', noWorseThan: 'baseline', margin: 0.1 },
  { metric: 'quality', min: 0.5, name: 'floor' },
];

describe('cases counted by cluster', () => {
  let server: OpenAIServer;
  let original: TemporaryProject;
  let run: RunFile;

  const cli = (project: TemporaryProject, ...args: string[]): Promise<CliResult> =>
    runCli(args, { cwd: project.folder });

  beforeAll(async () => {
    server = await startSumsServer();
    original = await makeSumsProject(server.baseURL, { gates, prompt: { cluster: 'customer' } });
    await original.write('datasets/sums.csv', written(dataset));
    await writeSensitiveDraft('fair');
    expect(await cli(original, 'release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
    await writeSensitiveDraft('good');
    run = (await cli(original, 'run', 'sums', '--json')).json<RunFile>();
  });
  afterAll(async () => {
    await server.close();
    await original.remove();
  });

  /** Its question, which is all that it takes, is sensitive. */
  async function writeSensitiveDraft(variant: string): Promise<void> {
    await writeDraft(original, { variant });
    const draft = await original.read('prompts/sums.prompt.yml');
    const extension = 'x-prompteval:\n  variables: {question: {type: string, sensitive: true}}\n';
    await original.write('prompts/sums.prompt.yml', `${draft}${extension}`);
  }

  it('are what the run is decided by, in words too', () => {
    expect(run).toMatchObject({ cluster: 'customer', verdict: { status: 'pass' } });
    expect(run.gates).toMatchObject([{ cluster: 'customer' }, { cluster: 'customer' }]);
    const clusters = { field: 'customer', count: 80, pairs: 80, wins: 40, losses: 0 };
    expect(run.comparisons[0]).toMatchObject({ pairs: count, wins: 40, clusters });
    expect(run.comparisons.every((comparison) => comparison.clusters !== undefined)).toBe(true);
    const [first] = run.verdict.outcomes;
    expect(first?.text).toContain('on 160 cases in 80 clusters of customer (40 better, 0 worse).');
    expect(first?.interval?.method).toBe('t with one worst case added, over clusters');
  });

  it('are counted again by recompute and by release --run, and their names stay in the dataset', async () => {
    const project = await copyProject(original);
    expect((await cli(project, 'recompute', '--json')).json()).toMatchObject({ fits: true, differences: [] });
    expect(await cli(project, 'release', 'sums', '--run', run.id)).toMatchObject({ exitCode: 0 });
    for (const file of ['run.json', 'summary.md', 'junit.xml', 'trials.jsonl']) {
      expect(await project.read(`reports/sums/${run.id}/${file}`)).not.toContain('secret-');
    }
  });

  it('make a run stale where they move', async () => {
    const project = await copyProject(original);
    const moved = dataset.map((row) => row.replace('secret-2,', 'secret-1,'));
    await project.write('datasets/sums.csv', written(moved));
    const { exitCode, stderr } = await cli(project, 'release', 'sums', '--run', run.id);
    expect(stderr).toMatch(/dataset/);
    expect(exitCode).toBe(4);
  });

  it('are missed by recompute where a case lost its own', async () => {
    const project = await copyProject(original);
    const file = `reports/sums/${run.id}/cases.jsonl`;
    const text = await project.read(file);
    await project.write(file, text.replace('"customer":"secret-1"', '"customer":""'));
    const { exitCode, stderr } = await cli(project, 'recompute');
    expect(stderr).toMatch(
      /run\.json.*the case sum-1 has no value for "customer", by which cases are counted/,
    );
    expect(exitCode).toBe(2);
  });

  it.each([['validate'], ['run', 'sums']])('are asked for before a call: %s', async (...args) => {
    const project = await copyProject(original);
    // Those for tuning too: any split may be run.
    const lacking = dataset.map((row, index) =>
      index < 4 ? `${row.replace(/secret-[12],/, ',')},tune` : `${row},`,
    );
    await project.write('datasets/sums.csv', `${header},split\n${lacking.join('\n')}\n`);
    const requests = server.requests.length;
    const { exitCode, stderr } = await cli(project, ...args);
    const lines = [2, 3, 4, 5].map(
      (line) =>
        `datasets/sums.csv:${line} customer: the case "sum-${line - 1}" has no value for "customer", by which prompts['sums'].cluster counts cases. Fill it in; a case that belongs with no other takes a value of its own`,
    );
    for (const line of lines) expect(stderr).toContain(line);
    expect({ exitCode, requests: server.requests.length }).toEqual({ exitCode: 2, requests });
  });

  it('are asked for by the gate that names them, of the cases that it is about', async () => {
    const project = await copyProject(original);
    const rows = dataset.map((row, index) => `${row},${index % 2 === 1 ? 'd' : ''}`);
    await project.write('datasets/sums.csv', `${header},document\n${rows.join('\n')}\n`);
    const margin = { metric: 'quality', noWorseThan: 'baseline', margin: 0.5 };
    const check = async (...more: object[]) => {
      const config = sumsConfig(server.baseURL, { gates: [...gates, ...more] });
      await project.write(configFile, config);
      return cli(project, 'validate');
    };
    // All even cases share one document, which can prove nothing, which is a warning.
    const lonely = { ...margin, slice: 'even', cluster: 'document' };
    const [even, reported] = [await check(lonely), await check({ ...lonely, enforce: false })];
    for (const { stderr } of [even, reported]) {
      expect(stderr).toContain('the slice "even" has 1, too few for any candidate. ');
    }
    expect([even.exitCode, reported.exitCode]).toEqual([0, 0]);
    const unknown = await check({ ...margin, name: 'other', cluster: 'documnt' });
    expect(unknown.stderr).toContain(
      `prompts['sums'] gate "other" cluster: no case has a value for "documnt". Did you mean "document"?`,
    );
    expect(unknown.exitCode).toBe(2);
  });
});
