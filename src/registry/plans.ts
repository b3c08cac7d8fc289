import { digestBytes } from '../core/digest.ts';
import { InputError, IntegrityError } from '../core/errors.ts';
import type { PlanRecord, StoredPlan } from '../core/plan-record.ts';
import type { Evidence, Store } from '../core/registry.ts';
import { type RiskLevel, riskLevels, roles } from '../core/risk.ts';
import { excerpt } from '../core/text.ts';
import { orFinding } from './finding.ts';
import { parseKey, planKey, plansFolder } from './keys.ts';
import { decodeObject } from './record-bytes.ts';
import { assertShape, hasShape, is, listOf, oneOf, orNull, type Shape } from './shape.ts';

/**
 * Keeps a plan under the digest of its bytes. Keys keep their order: a model reads that of a schema, and what is published is the
 * plan's file.
 *
 * @returns the digest, by which it is approved and applied.
 */
export async function putPlan(store: Store, plan: PlanRecord): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(plan));
  const digest = digestBytes(bytes);
  await store.putIfAbsent(planKey(plan.prompt, digest), bytes);
  return digest;
}

/**
 * @returns undefined where no such plan is kept.
 * @throws IntegrityError that names the key, where the bytes have another digest than their name.
 */
export async function getPlan(store: Store, prompt: string, digest: string): Promise<PlanRecord | undefined> {
  const key = planKey(prompt, digest);
  const bytes = await store.get(key);
  return bytes && parsePlan(key, bytes);
}

/** Every plan of a prompt that can be read; damaged ones are the audit's to report. */
export async function listPlans(store: Store, prompt: string): Promise<StoredPlan[]> {
  const plans: StoredPlan[] = [];
  for await (const key of store.list(plansFolder(prompt))) {
    const parsed = parseKey(key);
    if (parsed?.kind !== 'plan') continue;
    const plan = await orFinding(key, [], () => getPlan(store, prompt, parsed.digest));
    if (plan) plans.push({ digest: parsed.digest, plan });
  }
  return plans;
}

/**
 * The plan that a person means; the digest may be cut short.
 *
 * @throws InputError where there is none, and where several begin so.
 */
export async function findPlan(store: Store, prompt: string, named: string): Promise<StoredPlan> {
  const start = named.replace(/^sha256:/, '').toLowerCase();
  const found: string[] = [];
  for await (const key of store.list(plansFolder(prompt))) {
    const parsed = parseKey(key);
    if (parsed?.kind === 'plan' && parsed.digest.startsWith(`sha256:${start}`)) found.push(parsed.digest);
  }
  if (found.length > 1) {
    const message = `${found.length} plans of ${prompt} have a digest that begins with ${start}`;
    throw new InputError({ message, hint: 'Write more digits' });
  }
  const [digest] = found;
  const plan = digest === undefined ? undefined : await getPlan(store, prompt, digest);
  if (digest !== undefined && plan) return { digest, plan };
  throw new InputError({
    message: `there is no plan ${excerpt(named, 80)} of ${prompt}`,
    hint: `Make one with: prompteval release ${prompt} --plan-only`,
  });
}

const shape: Shape<PlanRecord> = {
  v: is.one,
  prompt: is.name,
  alias: is.name,
  kind: oneOf(['promote']),
  from: orNull(
    hasShape<NonNullable<PlanRecord['from']>>({ seq: is.count, version: is.count, digest: is.digest }),
  ),
  to: hasShape<PlanRecord['to']>({ version: orNull(is.count), digest: is.digest, file: is.object }),
  evidence: hasShape<Evidence>({ run: is.name, runDigest: is.digest, verdict: is.name, finishedAt: is.time }),
  accepts: orNull(oneOf(['inconclusive'])),
  authors: listOf(is.text),
  by: is.text,
  at: is.time,
  risk: oneOf(riskLevels satisfies readonly RiskLevel[]),
  approvals: hasShape<PlanRecord['approvals']>({
    needed: (value) => value === 0 || is.count(value),
    roles: listOf(oneOf(roles)),
    including: listOf(oneOf(roles)),
    verified: (value) => typeof value === 'boolean',
  }),
  checklist: listOf(is.object),
};

/** @throws IntegrityError that names the key: changed, damaged, of a later format, or not in its place. */
export function parsePlan(key: string, bytes: Uint8Array): PlanRecord {
  const digest = digestBytes(bytes);
  if (!key.endsWith(`/${digest.replace(/^sha256:/, '')}.json`)) {
    throw new IntegrityError(`${key} was changed: its content has another digest than its name`);
  }
  const plan: unknown = decodeObject(key, bytes, 'v');
  assertShape<PlanRecord>(key, plan, shape);
  if (planKey(plan.prompt, digest) !== key) {
    throw new IntegrityError(`${key} is not in its place: it says that it is a plan of ${plan.prompt}`);
  }
  return plan;
}
