import { counted, formatCount, formatUsd } from '../core/format.ts';
import { listed } from '../core/text.ts';
import type { RunPlan } from '../project/evaluation/dry-run.ts';
import type { Output } from './output.ts';
import { table } from './table.ts';

export function printPlan(output: Output, plan: RunPlan): void {
  const candidate = plan.candidate.version === null ? 'the draft' : `v${plan.candidate.version}`;
  const against = plan.release
    ? `the trials of its release run ${plan.release}`
    : plan.baseline
      ? `v${plan.baseline.version}`
      : 'no baseline yet';
  const size =
    counted(plan.cases, 'case') +
    (plan.split === undefined ? '' : ` (${plan.split})`) +
    (plan.repeats > 1 ? ` × ${plan.repeats} repeats` : '');
  output.print(`${plan.prompt}: ${candidate} against ${against}, ${size}. No call was made.`);
  const rows = plan.models.map((model) => [
    model.arm,
    model.model,
    formatCount(model.calls),
    formatCount(model.inputTokens),
    formatCount(model.outputTokens),
    model.usd === null ? 'no price' : formatUsd(model.usd),
  ]);
  output.print(
    table(['arm', 'model', 'calls', 'input tokens ≈', 'output tokens ≤', 'cost ≈'], rows, {
      width: output.width,
      cut: ['model'],
    }),
  );
  const cost =
    plan.usd === null
      ? 'cost unknown: no price for a model'
      : `about ${formatUsd(plan.usd)} at most, by estimated tokens`;
  printCached(output, plan);
  for (const warning of plan.warnings ?? []) output.print(warning);
  output.print(`${counted(plan.calls, 'call')}, ${cost}`);
  if (plan.looks.length > 0) {
    const looks = listed(plan.looks.map(String));
    output.print(`Fewer, where a gate can hardly pass any more after ${looks} cases (stopEarly).`);
  }
}

/** How many calls the cache spares. */
export function printCached(output: Output, { calls, cached }: Pick<RunPlan, 'calls' | 'cached'>): void {
  if (cached) {
    const trials = counted(calls + cached, 'call');
    output.print(`Of ${trials}, ${formatCount(cached)} ${cached === 1 ? 'is' : 'are'} in the cache.`);
  }
  if (cached === null) output.print('How many are in the cache can only be told with the keys.');
}
