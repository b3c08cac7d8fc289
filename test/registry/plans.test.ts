import { expect, it } from 'vitest';
import { resolveRisk } from '../../src/config/resolve-risk.ts';
import type { ApprovalRecord } from '../../src/core/plan-record.ts';
import type { Store } from '../../src/core/registry.ts';
import type { ApprovalRule } from '../../src/core/risk.ts';
import { readAlias } from '../../src/registry/aliases.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { putApproval, readApprovals } from '../../src/registry/approvals.ts';
import { putEvidence } from '../../src/registry/evidence.ts';
import { findPlan, putPlan } from '../../src/registry/plans.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { publishVersion } from '../../src/registry/versions.ts';
import { makePlan } from '../../src/release/make-plan.ts';
import { promote } from '../../src/release/promote.ts';
import { createMemoryStore } from './memory-store.ts';
import { armOf, at, digestOfPrompt, publish, rewrite, runFor } from './records.ts';

type Memory = ReturnType<typeof createMemoryStore>;

const approvalOf = (plan: string, by: string): ApprovalRecord => ({
  v: 1,
  prompt: 'triage',
  plan,
  by,
  roles: [],
  identity: { assurance: 'claimed', by: 'git' },
  signature: null,
  note: null,
  at,
});

/** One version, a plan for it and one approval. */
async function planned(store: Memory, rule: Partial<ApprovalRule> = {}) {
  const run = runFor(armOf(await publish(store, 'one')), null);
  const plan = makePlan({
    run,
    runDigest: await putEvidence(store, run),
    head: null,
    accepts: null,
    risk: 'medium',
    approvals: { ...resolveRisk().medium.approvals, ...rule },
    owners: null,
    critical: 0,
    authors: ['ana'],
    by: 'ana',
    at,
  });
  const digest = await putPlan(store, plan);
  expect(await putApproval(store, approvalOf(digest, 'tom'))).toBe('created');
  return { run, plan, digest };
}

async function apply(store: Store, { run, digest }: Awaited<ReturnType<typeof planned>>, approver = 'tom') {
  return promote(
    {
      run,
      expectedSeq: 0,
      actor: 'ana',
      reason: null,
      note: null,
      at,
      plan: { digest, accepts: null, approvals: approver === '' ? [] : [{ by: approver, plan: digest, at }] },
    },
    {
      putEvidence: (evidence) => putEvidence(store, evidence),
      publish: async (version) => (await publishVersion(store, version)).record,
      move: (request, seq) => appendMove(store, request, seq),
    },
  );
}

async function findings(store: Memory): Promise<string[]> {
  return (await verifyRegistry(store, digestOfPrompt)).findings.map(
    ({ key, message }) => `${key} ${message}`,
  );
}

it('finds a plan by the beginning of its digest, and keeps one approval a person', async () => {
  const store = createMemoryStore();
  const { digest, plan } = await planned(store);
  expect(await findPlan(store, 'triage', digest.slice(0, 14))).toEqual({ digest, plan });
  expect(await findPlan(store, 'triage', digest.slice(7))).toEqual({ digest, plan });
  await expect(findPlan(store, 'triage', '0000000')).rejects.toMatchObject({ exitCode: 2 });
  expect(await putApproval(store, { ...approvalOf(digest, 'TOM '), note: 'again' })).toBe('exists');
  expect((await readApprovals(store, 'triage', digest)).map(({ by }) => by)).toEqual(['tom']);
});

it('keeps the prompt with its keys in the order that was evaluated', async () => {
  const store = createMemoryStore();
  const { digest, plan } = await planned(store);
  const kept = await findPlan(store, 'triage', digest);
  expect(JSON.stringify(kept.plan.to.file)).toBe(JSON.stringify(plan.to.file));
});

it('verifies plans, approvals and what moves say of them', async () => {
  const store = createMemoryStore();
  await apply(store, await planned(store));
  expect(await verifyRegistry(store, digestOfPrompt)).toMatchObject({
    checked: { plans: 1, approvals: 1, moves: 1 },
    findings: [],
  });
});

it.each<[string, (store: Memory) => Promise<unknown> | unknown, RegExp]>([
  [
    'too few approvals',
    async (store) => apply(store, await planned(store), ''),
    /approvals of 0 people, and its plan asks for 1/,
  ],
  [
    'an approval that nobody gave',
    async (store) => apply(store, await planned(store), 'eve'),
    /names an approval by eve that is not kept/,
  ],
  [
    'an approval by an author',
    async (store) => {
      const plan = await planned(store);
      await putApproval(store, approvalOf(plan.digest, 'ana'));
      await apply(store, plan, 'ana');
    },
    /was approved by ana, who made or moved it/,
  ],
  [
    'an approval that is only claimed where the plan takes none of those',
    async (store) => apply(store, await planned(store, { verified: true })),
    /was approved by tom, who is only claimed/,
  ],
  [
    'a role that nobody approved for',
    async (store) => apply(store, await planned(store, { including: ['risk'] })),
    /has no approval by an owner of risk/,
  ],
  [
    'a plan that is lost',
    async (store) => {
      await apply(store, await planned(store));
      for (const key of [...store.entries.keys()]) if (key.startsWith('plans/')) store.entries.delete(key);
    },
    /applied a plan that is not kept/,
  ],
  [
    'a plan for another alias',
    async (store) => {
      await apply(store, await planned(store));
      rewrite(store.entries, 'aliases/triage/stable/0000000001.json', (record) => record);
      const key = 'aliases/triage/stable/0000000001.json';
      const bytes = store.entries.get(key);
      store.entries.delete(key);
      const moved = 'aliases/triage/canary/0000000001.json';
      if (bytes) store.entries.set(moved, bytes);
      rewrite(store.entries, moved, (record) => ({ ...record, alias: 'canary' }));
    },
    /applied a plan for stable/,
  ],
])('the audit names %s', async (_, tamper, expected) => {
  const store = createMemoryStore();
  await tamper(store);
  expect((await findings(store)).join('\n')).toMatch(expected);
});

it('leaves the alias where it was wherever it is cut off between plan and move, and can be applied again', async () => {
  for (let cut = 1; ; cut++) {
    const store = createMemoryStore();
    const plan = await planned(store);
    let operations = 0;
    const cutting: Store = {
      get: (key) => store.get(key),
      list: (prefix) => store.list(prefix),
      async putIfAbsent(key, bytes) {
        if (++operations === cut) throw new Error('cut off');
        return store.putIfAbsent(key, bytes);
      },
    };
    const outcome = await apply(cutting, plan).catch((error: Error) => error.message);
    if (outcome !== 'cut off') {
      expect(cut).toBeGreaterThan(2);
      break;
    }
    expect(await readAlias(store, 'triage', 'stable')).toBeNull();
    expect(await findings(store)).toEqual([]);
    await apply(store, plan);
    expect(await findings(store)).toEqual([]);
  }
});
