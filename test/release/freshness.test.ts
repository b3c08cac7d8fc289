import { describe, expect, it } from 'vitest';
import { digestOf, shortDigest } from '../../src/core/digest.ts';
import { ConflictError } from '../../src/core/errors.ts';
import type { Gate } from '../../src/core/gate.ts';
import { type FreshnessInput, requireFresh, staleReasons } from '../../src/release/freshness.ts';
import { noWorseThan } from '../comparison/observed.ts';
import { draft, prompt, runFile, stable } from './runs.ts';

const fresh: FreshnessInput = {
  run: runFile(),
  now: new Date('2026-08-22T15:00:00.000Z'),
  maxRunAgeMs: 24 * 3_600_000,
  alias: 'stable',
  head: stable,
  candidate: { digest: draft.digest, prompt: prompt() },
  datasetDigest: digestOf('dataset'),
  evaluatorsDigest: digestOf('evaluators'),
  codeDigest: digestOf('code'),
  gatesDigest: digestOf('gates'),
  gates: [],
  attempts: 'counted',
  lastRollback: null,
};

const plain = noWorseThan('quality', 0.05);
const asking: Gate = { ...noWorseThan('tone', 0.1), requireCalibration: 0.6 };
const judgedBy = (gates: Gate[]) => ({ ...runFile(), gates });

const other = digestOf('other');
const short = (text: string) => shortDigest(digestOf(text));
const rolledBack = (at: string, fromDigest = draft.digest) => ({ lastRollback: { at, fromDigest } });

describe('staleReasons', () => {
  it.each<[string, Partial<FreshnessInput>]>([
    ['nothing changed', {}],
    ['it is almost too old', { now: new Date('2026-08-23T14:00:59.999Z') }],
    ['the clocks differ a little', { now: new Date('2026-08-22T13:58:00.000Z') }],
    ['another version was rolled back from', rolledBack('2026-08-22T14:30:00.000Z', other)],
    ['the rollback was before the run', rolledBack('2026-08-22T13:59:59.000Z')],
    ['it is of a version that kept no digest of code', { codeDigest: other }],
    ['its code is as it was', { run: withCode(digestOf('code')) }],
    ['a first release stays one', { head: null, run: firstRun() }],
  ])('has none where %s', (_, changes) => {
    expect(staleReasons({ ...fresh, ...changes })).toEqual([]);
  });

  it.each<[string, Partial<FreshnessInput>, string]>([
    [
      'the alias moved',
      { head: { version: 9, digest: other } },
      `stable now names version 9 (${short('other')}), and the run compared with version 7 (${short('stable')})`,
    ],
    ['the alias is gone', { head: null }, 'stable now names no version, and the run compared with version 7'],
    ['it was a first release', { run: firstRun() }, 'and the run compared with no version at all'],
    [
      'the draft changed',
      { candidate: { digest: other, prompt: prompt() } },
      `The candidate changed: it was ${short('draft')} and is ${short('other')}`,
    ],
    [
      'the dataset changed',
      { datasetDigest: other },
      `The dataset changed: it was ${short('dataset')} and is`,
    ],
    [
      'an evaluator changed',
      { evaluatorsDigest: other },
      `An evaluator changed: it was ${short('evaluators')}`,
    ],
    [
      'code behind an evaluator changed',
      { run: withCode(digestOf('code')), codeDigest: other },
      `Code that the config holds or imports changed: it was ${short('code')} and is ${short('other')}`,
    ],
    ['a gate changed', { gatesDigest: other }, `A gate changed: it was ${short('gates')}`],
    [
      'a gate waits for a calibration no more',
      { run: judgedBy([{ ...asking, enforced: false }, plain]), gates: [asking, plain], gatesDigest: other },
      'A calibration since the run changed which gates decide: tone',
    ],
    [
      'a gate was calibrated and another one changed',
      {
        run: judgedBy([{ ...asking, enforced: false }, plain]),
        gates: [asking, { ...plain, confidence: 0.9 }],
        gatesDigest: other,
      },
      `A gate changed: it was ${short('gates')}`,
    ],
    [
      'a gate was made to decide by hand',
      { run: judgedBy([asking, { ...plain, enforced: false }]), gates: [asking, plain], gatesDigest: other },
      `A gate changed: it was ${short('gates')}`,
    ],
    [
      'attempts are corrected for now',
      { attempts: 'corrected' },
      'The config now says that attempts are corrected, and in the run they were counted',
    ],
    [
      'a parameter changed',
      { candidate: { digest: draft.digest, prompt: prompt({ modelParameters: { temperature: 1 } }) } },
      'did not evaluate demo/in-context with the parameters',
    ],
    [
      'it is too old',
      { now: new Date('2026-08-23T14:01:00.000Z') },
      'finished on 22 Aug 2026 14:01 UTC, and a run counts for 24 hours',
    ],
    [
      'it counts for a minute',
      { now: new Date('2026-08-23T14:00:00.000Z'), maxRunAgeMs: 60_000 },
      'counts for 1 minute',
    ],
    [
      'it counts for an hour',
      { maxRunAgeMs: 3_600_000, now: new Date('2026-08-22T15:02:00.000Z') },
      'counts for 1 hour',
    ],
    ['it comes from the future', { now: new Date('2026-08-22T13:00:00.000Z') }, 'finished in the future'],
    ['it has no time', { run: runFile({ finishedAt: 'soon' }) }, 'does not say when it finished'],
    [
      'it was rolled back since',
      rolledBack('2026-08-22T14:30:00.000Z'),
      `stable was rolled back from ${short('draft')}`,
    ],
    ['it was rolled back as the run began', rolledBack('2026-08-22T14:00:00.000Z'), 'after this run began'],
    ['the rollback has no time', rolledBack('soon'), 'stable was rolled back from'],
  ])('names it where %s', (_, changes, reason) => {
    const reasons = staleReasons({ ...fresh, ...changes });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain(reason);
  });

  it('names everything that changed in one conflict', () => {
    const stale = { ...fresh, datasetDigest: other, gatesDigest: other };
    expect(() => requireFresh(stale)).toThrow(ConflictError);
    for (const reason of staleReasons(stale)) expect(() => requireFresh(stale)).toThrow(reason);
    expect(() => requireFresh(fresh)).not.toThrow();
  });
});

function firstRun() {
  return runFile({ arms: { baseline: null, candidate: { ...draft, prompt: prompt() } } });
}

function withCode(code: string) {
  const run = runFile();
  return { ...run, digests: { ...run.digests, code } };
}
