import type { PowerOption } from '../../comparison/power.ts';
import type { Split } from '../../core/case.ts';
import {
  counted,
  formatCount,
  formatShare,
  formatSize,
  formatUsd,
  formatWritten,
} from '../../core/format.ts';
import type { MetricDefinition } from '../../core/metrics.ts';
import { printable } from '../../core/text.ts';
import { type MetricPower, measurePower, type PowerReport } from '../../project/evaluation/power.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { listenForInterrupt } from '../evaluation-options.ts';
import { open } from '../open.ts';
import type { Output } from '../output.ts';
import { createProgress, type ProgressFlags } from '../progress.ts';
import { table } from '../table.ts';

interface PowerFlags extends ProgressFlags {
  run?: string;
  metric?: string[];
  split?: Split;
  alias: string;
  repeats?: number;
  concurrency?: number;
  maxCost?: number;
}

/** How many flaky cases are named; `--json` has them all. */
const mostNamed = 8;

export async function run([name = '']: string[], flags: PowerFlags): Promise<void> {
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const interrupt = listenForInterrupt();
  const progress = await createProgress(flags);
  try {
    const { metric, split, alias, repeats, concurrency, maxCost } = flags;
    const options = { run: flags.run, metrics: metric, split, alias, repeats, concurrency, maxCost };
    const { report, metrics } = await measurePower(project, prompt, {
      ...options,
      progress,
      signal: interrupt.signal,
    });
    await progress.close();
    output.printJson(report);
    print(output, report, metrics);
  } finally {
    await progress.close();
    interrupt.release();
  }
}

function print(output: Output, report: PowerReport, metrics: readonly MetricDefinition[]): void {
  output.print(`${report.prompt}: what ${counted(report.cases, 'case')} can prove, from run ${report.run}`);
  const severalModels = new Set(report.metrics.map(({ model }) => model)).size > 1;
  for (const power of report.metrics) {
    const metric = metrics.find(({ id }) => id === power.metric);
    if (metric === undefined) continue;
    const title = severalModels ? `${power.metric} on ${power.model}` : power.metric;
    output.print(`\n${output.bold(printable(title))}: ${flipWords(power)}`);
    if (power.flipShare === null) continue;
    output.print(marginTable(output, metric, power));
    output.print(sentence(metric, power, report.cases));
  }
  output.print(output.dim('\nA margin counts as provable when an unchanged prompt passes it 4 times in 5.'));
}

function flipWords({ flipShare, flaky }: MetricPower): string {
  if (flipShare === null) return 'no case has two scores, so nothing can be said';
  if (flaky.length === 0) return 'no case was seen to change';
  const named = flaky.slice(0, mostNamed).join(', ');
  const more = flaky.length > mostNamed ? ` and ${formatCount(flaky.length - mostNamed)} more` : '';
  const share = `two trials of a case differ with ${formatShare(flipShare)}`;
  return `${share}; ${counted(flaky.length, 'flaky case')}: ${printable(named)}${more}`;
}

function marginTable(output: Output, metric: MetricDefinition, { options, moreCases }: MetricPower): string {
  const rows = options.map((option, index) => [
    formatCount(option.repeats),
    marginWords(metric, option),
    formatCount(option.calls),
    option.usd === null ? 'no price' : formatUsd(option.usd),
    ...moreCases.map((more) => marginWords(metric, more.options[index])),
  ]);
  const titles = [
    'trials a case',
    'margin',
    'calls',
    'cost',
    ...moreCases.map((more) => `with ${formatCount(more.cases)} cases`),
  ];
  return table(titles, rows, { width: output.width });
}

function marginWords(metric: MetricDefinition, option: PowerOption | undefined): string {
  return option === undefined || option.margin === null ? 'none' : formatSize(metric, option.margin);
}

function sentence(metric: MetricDefinition, power: MetricPower, cases: number): string {
  const { options, allowed } = power;
  const first = options.find(({ margin }) => margin !== null);
  if (first === undefined) return `With ${casesWords(power, cases)} you can prove no margin at all.`;
  const margin = marginWords(metric, first);
  const can = `With ${casesWords(power, cases)} and ${trialWords(first)} you can prove a margin of ${margin}; ${furtherWords(metric, power, first)}.`;
  return allowed === null ? can : `${can} ${allowedWords(metric, power, allowed)}`;
}

function casesWords({ clusters }: MetricPower, cases: number): string {
  const words = counted(cases, 'case');
  return clusters
    ? `${words} in ${counted(clusters.count, 'cluster')} of ${printable(clusters.field)}`
    : words;
}

/** What more trials would do. Where nothing flips they measure the same again, whatever rounding makes of it. */
function furtherWords(
  metric: MetricDefinition,
  { options, flaky, clusters }: MetricPower,
  { margin: already, repeats }: PowerOption,
): string {
  const smallest = Math.min(...options.map(({ margin }) => margin ?? Number.POSITIVE_INFINITY));
  const best = options.find(({ margin }) => margin === smallest);
  if (flaky.length === 0 || best === undefined || best.repeats === repeats || smallest === already) {
    return `only more ${clusters ? 'clusters' : 'cases'} make it much smaller`;
  }
  return `with ${trialWords(best)}, ${marginWords(metric, best)}`;
}

function allowedWords(metric: MetricDefinition, { options, clusters }: MetricPower, allowed: number): string {
  const enough = options.find(({ margin }) => margin !== null && margin <= allowed + 1e-9);
  const allow = `You allow ${formatWritten(allowed, (value, finer) => formatSize(metric, value, finer))}`;
  if (enough === undefined) return `${allow}, which takes more ${clusters ? 'clusters' : 'cases'}.`;
  return `${allow}: ${trialWords(enough)} will do.`;
}

function trialWords({ repeats }: PowerOption): string {
  return repeats === 1 ? 'one trial each' : `${formatCount(repeats)} trials each`;
}
