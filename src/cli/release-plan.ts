import { shortDigest } from '../core/digest.ts';
import type { ExitCode } from '../core/errors.ts';
import { printable } from '../core/text.ts';
import type { PlanState } from '../project/plan-standing.ts';
import type { Output } from './output.ts';

/** 0 for a plan that could be applied now, 3 for one that waits for approvals. */
export function planExit({ isReady }: PlanState): ExitCode {
  return isReady ? 0 : 3;
}

/** What machines get of a plan. */
export function planJson({ digest, plan, isReady, waitsFor }: PlanState) {
  return { digest, ...plan, ready: isReady, waitsFor };
}

export function printReleasePlan(output: Output, { digest, plan, isReady, waitsFor }: PlanState): void {
  const line = (name: string, text: string) => `  ${name.padEnd(9)} ${printable(text)}`;
  const from = plan.from === null ? 'nothing' : `v${plan.from.version}`;
  const to = plan.to.version === null ? `draft ${shortDigest(plan.to.digest)}` : `v${plan.to.version}`;
  const short = digest.slice(0, 'sha256:'.length + 12).replace('sha256:', '');
  output.print(
    [
      '',
      output.bold(printable(`Plan ${digest}`)),
      line('moves', `${plan.alias} of ${plan.prompt} from ${from} to ${to}`),
      line('rests on', `run ${plan.evidence.run}, verdict ${plan.evidence.verdict}`),
      line('risk', plan.risk),
      line('authors', plan.authors.join(', ')),
      line('planned', `by ${plan.by}`),
      ...plan.checklist.map(({ item, state, text }) =>
        line('', `${marks[state]} ${item}: ${state === 'done' ? text : `${state} (${text})`}`),
      ),
      line('waits for', isReady ? 'nothing' : (waitsFor ?? '')),
      ...(isReady ? [] : [line('approve', `prompteval approve ${plan.prompt} --plan ${short}`)]),
      line('apply', `prompteval release ${plan.prompt} --apply ${short}`),
    ].join('\n'),
  );
}

const marks = { done: '✔', missing: '✖', 'not needed': '–' };
