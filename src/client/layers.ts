import type { ClientProblem } from './client-types.ts';
import type { Origin } from './origin.ts';
import type { Folder, Reader } from './storage.ts';

/** Where a client looks, and whom it tells what went wrong. */
export interface Layers {
  origin: Origin;
  disk: Folder | undefined;
  snapshot: Reader | undefined;
  note(problem: ClientProblem): void;
  times: { refreshMs: number; maxStalenessMs: number; retryMs: number; patienceMs: number };
}

export type LocalLayer = 'disk' | 'snapshot';

/** What lies on this machine: first what was seen last, then what the application was shipped with. */
export function localLayers({ disk, snapshot }: Layers): { layer: LocalLayer; reader: Reader }[] {
  return [
    ...(disk ? [{ layer: 'disk' as const, reader: disk }] : []),
    ...(snapshot ? [{ layer: 'snapshot' as const, reader: snapshot }] : []),
  ];
}

/** What an attempt returns; undefined, and a note, where it throws. The list holds the last problem of each layer. */
export async function orNote<T>(
  layers: Layers,
  about: Omit<ClientProblem, 'message' | 'cause'>,
  problems: ClientProblem[],
  attempt: () => Promise<T>,
): Promise<T | undefined> {
  const before = problems.findIndex(({ layer }) => layer === about.layer);
  if (before !== -1) problems.splice(before, 1);
  try {
    return await attempt();
  } catch (cause) {
    const problem = { ...about, message: messageOf(cause), cause };
    problems.push(problem);
    layers.note(problem);
    return undefined;
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
