import { type CacheMode, readsCache } from '../../core/cache-mode.ts';
import type { Project } from '../opening/open-project.ts';
import { trackedFiles } from '../opening/tracked-files.ts';
import type { CacheSettings } from './answer-cache.ts';
import { answerFolder } from './answer-files.ts';

/** @param judgedBy the revision whose policy judges: then no answer is taken that came with a commit. */
export async function cacheSettings(
  { config: { root }, tool }: Pick<Project, 'config' | 'tool'>,
  mode: CacheMode,
  judgedBy: string | undefined,
): Promise<CacheSettings> {
  const settings = { folder: answerFolder(root), mode, tool };
  if (judgedBy === undefined || !readsCache(mode)) return settings;
  return { ...settings, committed: await trackedFiles(root) };
}
