import type { MoveRecord, VersionRecord } from '../../../src/core/registry.ts';
import type { RunFile } from '../../../src/core/run-file.ts';
import { promptHistory } from '../../../src/report/history/prompt-history.ts';
import { loadFixture } from '../support.ts';

const { run: promoted } = await loadFixture('promoted');

export function digest(version: number): string {
  return `sha256:${String(version).padStart(64, '0')}`;
}

/** A run of one version against another, told by the fixture's figures. */
export function runOf(
  id: string,
  candidate: number,
  baseline: number | null,
  more: Partial<RunFile> = {},
): RunFile {
  const { prompt } = promoted.arms.candidate;
  const comparisons = promoted.comparisons.map((comparison) =>
    baseline === null ? { ...comparison, baseline: null, delta: null, interval: null } : comparison,
  );
  return {
    ...promoted,
    ...{ id, comparisons, release: null },
    arms: {
      candidate: { version: null, digest: digest(candidate), prompt },
      baseline: baseline === null ? null : { version: baseline, digest: digest(baseline), prompt },
    },
    ...more,
  };
}

export function version(number: number): VersionRecord {
  const file = promoted.arms.candidate.prompt;
  const at = `2026-11-0${number}T10:00:00.000Z`;
  return {
    ...{ v: 1, prompt: 'triage', version: number, digest: digest(number), file },
    ...{ note: `Note ${number}`, actor: 'mia', at },
  };
}

export function move(seq: number, to: number, more: Partial<MoveRecord> = {}): MoveRecord {
  return {
    ...{ v: 1, prompt: 'triage', alias: 'stable', seq, prevSha256: null, kind: 'promote' },
    ...{ from: seq === 1 ? null : { version: to - 1, digest: digest(to - 1) } },
    to: { version: to, digest: digest(to) },
    ...{ evidence: null, approvals: [], actor: 'mia', reason: null, at: `2026-11-0${seq}T12:00:00.000Z` },
    ...more,
  };
}

/** A move that rests on a run. */
export function release(seq: number, to: number, run: string): MoveRecord {
  const evidence = {
    ...{ run, runDigest: digest(90 + seq), verdict: 'pass', dataset: digest(99), evaluators: digest(99) },
    ...{
      gates: digest(99),
      baseline: null,
      models: [],
      tool: '0.1.0',
      finishedAt: '2026-11-01T12:00:00.000Z',
    },
  };
  return move(seq, to, { evidence });
}

interface Told {
  runs?: readonly RunFile[];
  versions?: readonly VersionRecord[];
  chains?: readonly (readonly MoveRecord[])[];
  volume?: number | null;
  problems?: readonly string[];
}

export function historyOf({ runs = [], versions = [], chains = [], volume = null, problems = [] }: Told) {
  return promptHistory({
    ...{ prompt: 'triage', description: 'Sorts messages', volume, versions, chains, problems },
    runs: runs.map((run) => ({ run, stored: true })),
  });
}
