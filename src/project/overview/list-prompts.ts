import { InputError } from '../../core/errors.ts';
import { type RunKind, runKind } from '../../core/run-kind.ts';
import type { Project } from '../opening/open-project.ts';
import { loadDraft } from '../prompts/arms.ts';
import { listRuns, readRunOfMany } from '../runs/runs.ts';
import { promptStatus } from './status.ts';

export interface ListedPrompt {
  prompt: string;
  owner: string | null;
  stable: { version: number; since: string } | null;
  /** `kind`: what stands beside the verdict; null where it speaks for itself. */
  lastRun: { id: string; verdict: string; status: string; kind: RunKind | null } | null;
  /** What is wrong with the run.json of newer runs that can't be read. */
  unreadable: string[];
}

/** Every prompt of the config with who owns it, what is live and what the last run said. */
export function listPrompts(project: Project): Promise<ListedPrompt[]> {
  return Promise.all(
    [...project.config.prompts.values()].map(async (prompt) => {
      const unreadable: string[] = [];
      const [owner, status, lastRun] = await Promise.all([
        loadDraft(project, prompt).then(
          (draft) => draft['x-prompteval'].owner ?? null,
          (error) => {
            if (error instanceof InputError) return null;
            throw error;
          },
        ),
        promptStatus(project, prompt),
        newestRun(project, prompt.name, unreadable),
      ]);
      const { stable } = status.aliases;
      return {
        prompt: prompt.name,
        owner,
        stable: stable ? { version: stable.version, since: stable.since } : null,
        lastRun,
        unreadable,
      };
    }),
  );
}

async function newestRun(
  project: Project,
  prompt: string,
  unreadable: string[],
): Promise<ListedPrompt['lastRun']> {
  for (const stored of await listRuns(project, prompt)) {
    const run = await readRunOfMany(stored, ({ message }) => unreadable.push(message));
    if (run && run.shard === undefined)
      return { id: run.id, verdict: run.verdict.status, status: run.status, kind: runKind(run) };
  }
  return null;
}
