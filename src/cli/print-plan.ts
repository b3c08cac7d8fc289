import { formatCount, formatUsd } from '../core/format.ts';
import type { RunPlan } from '../project/dry-run.ts';
import type { Output } from './output.ts';
import { table } from './table.ts';

export function printPlan(output: Output, plan: RunPlan): void {
  const candidate = plan.candidate.version === null ? 'the draft' : `v${plan.candidate.version}`;
  const against = plan.baseline ? `v${plan.baseline.version}` : 'no baseline yet';
  output.print(
    `${plan.prompt}: ${candidate} against ${against}, ${formatCount(plan.cases)} cases × ${plan.repeats}. No call was made.`,
  );
  const rows = plan.models.map((model) => [
    model.arm,
    model.model,
    formatCount(model.calls),
    formatCount(model.inputTokens),
    formatCount(model.outputTokens),
    model.usd === null ? 'no price' : formatUsd(model.usd),
  ]);
  output.print(table(['arm', 'model', 'calls', 'input tokens ≈', 'output tokens ≤', 'cost ≈'], rows));
  const cost =
    plan.usd === null
      ? 'cost unknown: no price for a model'
      : `about ${formatUsd(plan.usd)} at most, by estimated tokens`;
  output.print(`${formatCount(plan.calls)} calls, ${cost}`);
}
