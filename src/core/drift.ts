import type { Interval } from './comparison.ts';

/** The ids that a provider said it served a model under, the most frequent first. */
export interface ServedModels {
  /** What the run calls the model. */
  model: string;
  atRelease: string[];
  now: string[];
}

/**
 * A run of a live version against its own release: the candidate is the version as it answers now, and the
 * baseline's trials are those by which it was released, taken over from that run.
 */
export interface Drift {
  /** The release run's id. */
  release: string;
  /** When that run moved the alias, ISO 8601 UTC. */
  releasedAt: string;
  /** Whether the stored answers were scored again, because what scores them has changed since. */
  rescored: boolean;
  /** Whether the gates are still those of the release. */
  sameGates: boolean;
  served: ServedModels[];
}

/** A change and its bounds, as in a comparison: positive is better. */
export interface Change {
  delta: number | null;
  interval: Interval | null;
}

/** One metric on one model, over the cases that the release run and this run share. */
export interface SplitChange {
  metric: string;
  /** What this run calls the model. */
  model: string;
  cases: number;
  /** The baseline's version at its release, the same in this run, and the candidate; null where nothing was measured. */
  atRelease: number | null;
  now: number | null;
  candidate: number | null;
  /** What the model did under an unchanged prompt: now against then. */
  drift: Change;
  /** What the edit did: the candidate against now. */
  edit: Change;
}

/** How this run's baseline did in its own release run, and so what the model did since and what the edit did. */
export interface SinceRelease {
  /** The release run's id. */
  run: string;
  releasedAt: string;
  /** Prices changed since, and what answers cost then is taken at those of this run. */
  repriced?: true;
  metrics: SplitChange[];
  served: ServedModels[];
}
