import { setTimeout as sleep } from 'node:timers/promises';
import { type Sources, WatchedFiles } from '../../project/tuning/watched-files.ts';

/** Which prompts are to be run; `all` where nobody knows better. */
export type Due = Set<string> | 'all';

export function union(one: Due, other: Due): Due {
  return one === 'all' || other === 'all' ? 'all' : new Set([...one, ...other]);
}

/** Asked so often, files that are saved are seen at once; a handful of them costs nothing. */
const pollMs = 150;

/** Waits for files to be saved. It asks for them instead of being told, which works the same on every file system. */
export class Changes {
  readonly #files = new WatchedFiles();
  readonly #signal: AbortSignal;
  #sources: Sources = new Map();

  /** @param signal ends every wait */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** How many files are watched. */
  get size(): number {
    return this.#sources.size;
  }

  /** From now on these files are watched; what was watched before still is, because a config that is half saved names nothing. */
  async watch(sources: Sources): Promise<void> {
    const added = [...sources.keys()].filter((file) => !this.#sources.has(file));
    await this.#files.changes(added);
    this.#sources = new Map([...this.#sources, ...sources]);
  }

  /** What changes while some work lasts; nothing where it ends before. */
  async until(work: Promise<unknown>): Promise<string[]> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    const over = work.then(end, end);
    for (;;) {
      await Promise.race([over, sleep(pollMs)]);
      if (isOver) return [];
      const changed = await this.#look();
      if (changed.length > 0 || this.#signal.aborted) return changed;
    }
  }

  /**
   * The next changes, once nothing changes any more: an editor may write several files, and one of them in pieces.
   *
   * @param isUnderWay whether something has changed already
   */
  async settled(isUnderWay: boolean): Promise<string[]> {
    const changed = new Set<string>();
    let isMoving = isUnderWay;
    while (!this.#signal.aborted) {
      await sleep(pollMs, undefined, { signal: this.#signal }).catch(() => undefined);
      const found = await this.#look();
      for (const file of found) changed.add(file);
      if (found.length > 0) isMoving = true;
      else if (isMoving) break;
    }
    return [...changed];
  }

  /** The prompts that these files are about. */
  promptsOf(files: readonly string[]): Due {
    const prompts = files.map((file) => this.#sources.get(file) ?? null);
    if (prompts.includes(null)) return 'all';
    return new Set(prompts.flatMap((names) => [...(names ?? [])]));
  }

  #look(): Promise<string[]> {
    return this.#files.changes(this.#sources.keys());
  }
}
