import type { ChecklistItem } from '../core/plan-record.ts';
import type { PromptFile } from '../core/prompt.ts';
import type { VersionPointer } from '../core/registry.ts';
import type { ApprovalRule, PromptOwners, RiskLevel } from '../core/risk.ts';
import { riskLevels } from '../core/risk.ts';
import type { RunFile } from '../core/run-file.ts';

export interface ChecklistInput {
  risk: RiskLevel;
  prompt: PromptFile;
  owners: PromptOwners | null;
  /** null where none is kept. */
  run: Pick<RunFile, 'verdict' | 'dataset' | 'judges'> | null;
  /** How many of the run's cases are critical. */
  critical: number;
  /** What the alias names: where a rollback would go. */
  head: VersionPointer | null;
  approvals: ApprovalRule;
  /** How many count so far. */
  approved: number;
}

/** As few cases can prove a margin of five points at 95 %, and no fewer a p95. */
const enoughCases = 59;

/** What should be in place for a release, filled in from the records. Gates and approvals decide; the rest informs. */
export function checklist(input: ChecklistInput): ChecklistItem[] {
  return [
    ownerItem(input),
    textItem(
      input,
      'use case',
      'medium',
      input.prompt['x-prompteval'].useCase,
      'x-prompteval.useCase is empty',
    ),
    textItem(
      input,
      'release note',
      'low',
      input.prompt['x-prompteval'].changelog,
      'x-prompteval.changelog is empty',
    ),
    authorityItem(input),
    datasetItem(input),
    criticalItem(input),
    gatesItem(input),
    approvalsItem(input),
    rollbackItem(input),
    judgesItem(input),
  ];
}

function ownerItem({ owners, prompt }: ChecklistInput): ChecklistItem {
  const named = [...new Set(owners ? [...owners.workflow, ...owners.engineering] : [])];
  const { owner } = prompt['x-prompteval'];
  const text = named.length > 0 ? named.join(', ') : owner;
  if (text) return { item: 'owner', state: 'done', text };
  return { item: 'owner', state: 'missing', text: 'neither OWNERS.yml nor x-prompteval.owner names one' };
}

function textItem(
  { risk }: ChecklistInput,
  item: string,
  from: RiskLevel,
  text: string | undefined,
  otherwise: string,
): ChecklistItem {
  if (text?.trim()) return { item, state: 'done', text: text.trim() };
  return { item, state: isAtLeast(risk, from) ? 'missing' : 'not needed', text: otherwise };
}

function authorityItem({ risk, prompt }: ChecklistInput): ChecklistItem {
  const { never = [], needsApproval = [] } = prompt['x-prompteval'].authority ?? {};
  const item = 'authority declared';
  if (never.length + needsApproval.length > 0) {
    return { item, state: 'done', text: `${never.length} never, ${needsApproval.length} with approval` };
  }
  const state = isAtLeast(risk, 'high') ? 'missing' : 'not needed';
  return { item, state, text: 'x-prompteval.authority is empty' };
}

const noRun = 'no run is kept';

function datasetItem({ risk, run }: ChecklistInput): ChecklistItem {
  const item = 'dataset size';
  if (run === null) return { item, state: 'missing', text: noRun };
  const { cases } = run.dataset;
  if (cases >= enoughCases) return { item, state: 'done', text: `${cases} cases` };
  const state = isAtLeast(risk, 'medium') ? 'missing' : 'not needed';
  return { item, state, text: `${cases} cases; ${enoughCases} can prove a margin of five points` };
}

function criticalItem({ risk, critical }: ChecklistInput): ChecklistItem {
  const item = 'critical cases';
  if (critical > 0) return { item, state: 'done', text: String(critical) };
  return { item, state: isAtLeast(risk, 'medium') ? 'missing' : 'not needed', text: 'none in the dataset' };
}

function gatesItem({ run }: ChecklistInput): ChecklistItem {
  if (run === null) return { item: 'gates passed', state: 'missing', text: noRun };
  const enforced = run.verdict.outcomes.filter((outcome) => outcome.enforced);
  const passed = enforced.filter(({ status }) => status === 'pass').length;
  const done = run.verdict.status === 'pass';
  const text = `${passed} of ${enforced.length} enforced outcomes passed`;
  return { item: 'gates passed', state: done ? 'done' : 'missing', text };
}

function approvalsItem({
  approvals,
  approved,
}: Pick<ChecklistInput, 'approvals' | 'approved'>): ChecklistItem {
  const { needed } = approvals;
  if (needed === 0) return { item: 'approvals', state: 'not needed', text: 'none asked for' };
  return {
    item: 'approvals',
    state: approved >= needed ? 'done' : 'missing',
    text: `${Math.min(approved, needed)} of ${needed}`,
  };
}

function rollbackItem({ head }: ChecklistInput): ChecklistItem {
  const item = 'rollback version';
  if (head !== null) return { item, state: 'done', text: `v${head.version}` };
  return { item, state: 'not needed', text: 'a first release: there is none' };
}

function judgesItem({ run }: ChecklistInput): ChecklistItem {
  const item = 'judge calibrated';
  const judges = (run?.judges ?? []).filter(({ gated }) => gated !== false);
  if (judges.length === 0) return { item, state: 'not needed', text: 'no gate goes by a judge' };
  const unfit = judges.filter(({ flips }) => flips?.fit === false).map(({ metric }) => metric);
  if (unfit.length > 0) return { item, state: 'missing', text: `unfit: ${unfit.join(', ')}` };
  // People label one answer at a time; of a judge of two, its flips say how far it can be relied on.
  const unchecked = judges.flatMap(({ metric, kappaAtLeast, flips }) =>
    kappaAtLeast === null && flips === undefined ? [metric] : [],
  );
  if (unchecked.length > 0) {
    return { item, state: 'missing', text: `never checked against people: ${unchecked.join(', ')}` };
  }
  const known = judges.map(({ metric, kappaAtLeast, flips }) =>
    flips
      ? `${metric} flips ${flips.flipped} of ${flips.asked}`
      : `${metric} ${(kappaAtLeast ?? -1).toFixed(2)}`,
  );
  return { item, state: 'done', text: `kappa at least: ${known.join(', ')}` };
}

function isAtLeast(risk: RiskLevel, level: RiskLevel): boolean {
  return riskLevels.indexOf(risk) >= riskLevels.indexOf(level);
}

/** The checklist of a plan, with what has been approved by now. */
export function withApprovals(
  items: readonly ChecklistItem[],
  approvals: ApprovalRule,
  approved: number,
  isEnough: boolean,
): ChecklistItem[] {
  const now = approvalsItem({ approvals, approved });
  const state = approvals.needed > 0 && !isEnough ? ('missing' as const) : now.state;
  return items.map((item) => (item.item === now.item ? { ...now, state } : item));
}
