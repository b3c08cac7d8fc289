import { shortDigest } from '../core/digest.ts';
import type { ExitCode } from '../core/errors.ts';
import { formatTime } from '../core/format.ts';
import { printable } from '../core/text.ts';
import type { PlanState } from '../project/plans/plan-standing.ts';
import type { WaitingPlan } from '../project/plans/waiting-plans.ts';
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
  const step = stepWords(plan.from?.version ?? null, plan.to);
  const short = planName(digest);
  output.print(
    [
      '',
      output.bold(printable(`Plan ${digest}`)),
      line('moves', `${plan.alias} of ${plan.prompt} from ${step}`),
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
      ...(plan.approvals.needed > 0 ? [line('', 'by somebody who did not approve it')] : []),
    ].join('\n'),
  );
}

/** As short as a person wants to type it. */
function planName(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12).replace('sha256:', '');
}

/** `v1 to draft 4f1e6e4` */
function stepWords(from: number | null, { version, digest }: WaitingPlan['to']): string {
  return `${from === null ? 'nothing' : `v${from}`} to ${version === null ? `draft ${shortDigest(digest)}` : `v${version}`}`;
}

/** What `status` says of a plan, line by line. */
export function waitingPlanLines(prompt: string, plan: WaitingPlan): string[] {
  const { digest, alias, from, to, by, at, approvals, ready, waitsFor } = plan;
  const names = approvals.given.map((approval) => approval.by).join(' and ');
  const given =
    names === '' ? '' : `approved by ${names} (${approvals.given.length} of ${approvals.needed}); `;
  const next = ready
    ? `can be applied: prompteval release ${prompt} --apply ${planName(digest)}`
    : `waits for ${waitsFor}`;
  return [
    `${planName(digest)} moves ${alias} from ${stepWords(from, to)}, planned by ${by} on ${formatTime(at)}`,
    `${given}${next}`,
  ];
}

const marks = { done: '✔', missing: '✖', 'not needed': '–' };
