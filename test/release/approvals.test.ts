import { describe, expect, it } from 'vitest';
import { resolveRisk } from '../../src/config/resolve-risk.ts';
import { digestOf } from '../../src/core/digest.ts';
import type { Identity } from '../../src/core/identity.ts';
import type { ApprovalRecord, PlanRecord } from '../../src/core/plan-record.ts';
import type { PromptOwners, RiskLevel } from '../../src/core/risk.ts';
import {
  type ApprovalInput,
  approvalObstacles,
  isEnough,
  standingOf,
  waitsFor,
} from '../../src/release/approvals.ts';
import { makePlan } from '../../src/release/make-plan.ts';
import { rightObstacle } from '../../src/release/rights.ts';
import { runFile } from './runs.ts';

const at = '2026-08-22T14:03:00.000Z';
const owners: PromptOwners = {
  workflow: ['ana', 'wim'],
  domain: ['dora'],
  engineering: ['emil'],
  risk: ['rita'],
  support: ['sam'],
  rollback: ['rob'],
};

function planOf(risk: RiskLevel): PlanRecord {
  return makePlan({
    run: runFile(),
    runDigest: digestOf('run'),
    head: null,
    accepts: null,
    risk,
    approvals: resolveRisk()[risk].approvals,
    owners,
    critical: 1,
    authors: ['ana'],
    by: 'ci:github:acme/prompts#7',
    at,
  });
}

function approvalBy(by: string, assurance: Identity['assurance'] = 'verified'): ApprovalRecord {
  const identity = { assurance, by: 'signature' as const };
  return {
    v: 1,
    prompt: 'triage',
    plan: digestOf('p'),
    by,
    roles: [],
    identity,
    signature: null,
    note: null,
    at,
  };
}

function inputOf(
  risk: RiskLevel,
  approvals: ApprovalRecord[],
  changes: Partial<ApprovalInput> = {},
): ApprovalInput {
  const isVerified = ({ identity }: ApprovalRecord) => identity.assurance === 'verified';
  return { plan: planOf(risk), approvals, owners, promoter: null, isVerified, ...changes };
}

const by = (...names: string[]) => names.map((name) => approvalBy(name));

describe('approvals are enough', () => {
  it.each<[string, RiskLevel, ApprovalRecord[], Partial<ApprovalInput>, boolean]>([
    ['low risk needs none', 'low', [], {}, true],
    ['medium waits for one', 'medium', [], {}, false],
    ['an owner is one', 'medium', by('wim'), {}, true],
    ['the author is none', 'medium', by('ana'), {}, false],
    ['the author in capitals is none', 'medium', by('ANA'), {}, false],
    [
      'the planner is none, whatever job it was',
      'medium',
      by('ci:github:acme/prompts#9'),
      { owners: null },
      false,
    ],
    ['an owner for something else is none', 'medium', by('sam'), {}, false],
    ['who applies is none', 'medium', by('wim'), { promoter: 'wim' }, false],
    ['another one beside who applies is one', 'medium', by('wim', 'dora'), { promoter: 'wim' }, true],
    ['without owners anybody is one', 'medium', by('kim'), { owners: null }, true],
    ['a claimed one is one at medium', 'medium', [approvalBy('wim', 'claimed')], {}, true],
    ['high waits for two', 'high', by('rita'), {}, false],
    ['two without the risk owner are not enough', 'high', by('wim', 'dora'), {}, false],
    ['two with the risk owner are enough', 'high', by('wim', 'rita'), {}, true],
    [
      'claimed ones count for nothing at high',
      'high',
      [approvalBy('wim', 'claimed'), approvalBy('rita')],
      {},
      false,
    ],
    [
      'who lost the role does not count',
      'high',
      by('wim', 'rita'),
      { owners: { ...owners, risk: [] } },
      false,
    ],
  ])('%s', (_, risk, approvals, changes, expected) => {
    expect(isEnough(standingOf(inputOf(risk, approvals, changes)))).toBe(expected);
  });
});

describe('an approval is refused', () => {
  const who = (name: string, assurance: Identity['assurance'] = 'verified'): Identity => ({
    name,
    assurance,
    by: 'signature',
  });

  it.each<[string, RiskLevel, ApprovalRecord[], Identity, RegExp[]]>([
    ['of an owner', 'medium', [], who('wim'), []],
    ['of the author', 'medium', [], who('ana'), [/author/]],
    ['of the planner', 'medium', [], who('ci:github:acme/prompts#8'), [/made the plan/, /no owner/]],
    ['of a stranger', 'medium', [], who('eve'), [/no owner .*workflow, domain or engineering/]],
    ['given twice', 'medium', by('wim'), who('wim'), [/already/]],
    ['of a claimed identity at high', 'high', [], who('wim', 'claimed'), [/verified identities only/]],
    ['where only the risk owner is left', 'high', by('wim'), who('dora'), [/still needed: risk$/]],
    ['of the risk owner then', 'high', by('wim'), who('rita'), []],
    ['of anybody at low', 'low', [], who('wim'), [/needs no approval/]],
    [
      'for all its reasons at once',
      'high',
      by('ana'),
      who('ana', 'claimed'),
      [/author/, /already/, /verified/],
    ],
  ])('%s', (_, risk, approvals, approver, expected) => {
    const reasons = approvalObstacles(inputOf(risk, approvals), approver);
    expect(reasons).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });
});

it('says what a plan waits for, and who may give it', () => {
  expect(waitsFor(inputOf('low', []))).toBeNull();
  expect(waitsFor(inputOf('medium', []))).toBe(
    '1 approval by an owner of workflow, domain or engineering: wim, dora, emil',
  );
  expect(waitsFor(inputOf('high', []))).toBe(
    '2 approvals with a verified identity by an owner of workflow, domain, engineering or risk, risk among them: wim, dora, emil, rita',
  );
  expect(waitsFor(inputOf('high', by('wim')))).toBe(
    '1 more approval with a verified identity by an owner of risk: rita',
  );
});

it.each<[Parameters<typeof rightObstacle>, RegExp | undefined]>([
  [['promote', 'triage', { name: 'emil', assurance: 'claimed', by: 'git' }, owners], undefined],
  [
    ['promote', 'triage', { name: 'dora', assurance: 'claimed', by: 'git' }, owners],
    /these may: ana, wim, emil/,
  ],
  [['promote', 'triage', { name: 'eve', assurance: 'claimed', by: 'git' }, null], undefined],
  [['promote', 'triage', { name: 'emil', assurance: 'claimed', by: 'git' }, owners, 'high'], /verified/],
  [['roll back', 'triage', { name: 'rob', assurance: 'claimed', by: 'git' }, owners], undefined],
  [
    ['roll back', 'triage', { name: 'wim', assurance: 'claimed', by: 'git' }, owners],
    /it takes an owner of rollback, and these may: rob$/,
  ],
  [['roll back', 'triage', { name: 'emil', assurance: 'claimed', by: 'git' }, owners], /these may: rob$/],
  [
    ['roll back', 'triage', { name: 'emil', assurance: 'claimed', by: 'git' }, { ...owners, rollback: [] }],
    undefined,
  ],
  [['roll back', 'triage', { name: 'rob', assurance: 'claimed', by: 'git' }, owners, 'high'], /--sign-key/],
])('lets only owners act, where owners are named (%#)', (asked, expected) => {
  const obstacle = rightObstacle(...asked);
  if (expected === undefined) expect(obstacle).toBeUndefined();
  else expect(obstacle).toMatch(expected);
});
