import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import { excerpt } from '../../core/text.ts';
import { ciJob, knownServices } from '../opening/ci-job.ts';
import { findCommit, git } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { notRecords } from './record-paths.ts';

/** So many files are named. */
const named = 5;

/**
 * With `release: { from: 'ci' }`, what keeps this machine from releasing: that it is none of CI, or that what would be released
 * is not what is committed. An override goes on record instead, and a rollback is possible from everywhere.
 *
 * @throws InputError with both.
 */
export async function requireReleasePlace(project: Project): Promise<void> {
  const { config } = project;
  if (config.releaseFrom !== 'ci') return;
  const place = {
    file: project.display(config.file),
    field: 'release.from',
  };
  const problems: Problem[] = [];
  if (ciJob() === null) {
    problems.push({
      ...place,
      message: 'releases are made in CI, and this machine is none',
      expected: knownServices,
      hint: 'Push the change and let the pipeline release it. See what it would do: --dry-run, --plan-only. In an emergency: --override --reason "…"',
    });
  }
  const changes = await uncommitted(project);
  if (changes === null) {
    problems.push({
      ...place,
      message: 'nobody can tell which commit is released: this is not a git repository, or git is missing',
      hint: 'Release from a checkout',
    });
  } else if (changes.length > 0) {
    const list = changes.slice(0, named).map((path) => excerpt(path, 80));
    const more = changes.length > named ? [`${changes.length - named} more`] : [];
    problems.push({
      ...place,
      message: `the working tree is not what is committed: ${[...list, ...more].join(', ')}`,
      hint: 'Commit it, take it back, or name it in .gitignore',
    });
  }
  if (problems.length > 0) throw new InputError(problems);
}

/** Paths that git sees as changed or new, but for what releases and runs write themselves; null outside of git. */
async function uncommitted({ config }: Project): Promise<string[] | null> {
  if ((await findCommit(config.root)) === null) return null;
  const status = await git(config.root, 'status', '--porcelain', '-uall', '-z', ...notRecords(config));
  return status
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => entry.replace(/^..? /, ''));
}
