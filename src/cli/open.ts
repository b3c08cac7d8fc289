import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { printable } from '../core/text.ts';
import {
  inspectProject,
  openProject,
  type Project,
  type ProjectOptions,
} from '../project/opening/open-project.ts';
import { isFolder } from './folders.ts';
import { createOutput, type GlobalOptions, type Output } from './output.ts';

/** What nearly every command begins with. */
export async function open(flags: GlobalOptions): Promise<{ output: Output; project: Project }> {
  return { output: createOutput(flags), project: await openProject(projectOptions(flags)) };
}

/** The same where a config with problems is no reason to stop. */
export async function inspect(
  flags: GlobalOptions,
): Promise<{ output: Output } & Awaited<ReturnType<typeof inspectProject>>> {
  return { output: createOutput(flags), ...(await inspectProject(projectOptions(flags))) };
}

/**
 * The same for what needs only the registry: in an incident, a typo in a gate or a draft that is not there must not stand between an
 * engineer and what is live.
 *
 * @throws InputError where the config can't be read, or does not say where the registry is.
 */
export async function openRegistryOf(
  flags: GlobalOptions,
): Promise<{ output: Output; project: Project; problems: Problem[] }> {
  const { output, project, problems } = await inspect(flags);
  if (project === null || problems.some(({ field = '' }) => /^registry\b/.test(field))) {
    throw new InputError(problems);
  }
  if (problems.length > 0) {
    output.note('The config has problems (see prompteval validate); this needs only the registry.');
  }
  return { output, project, problems };
}

function projectOptions({ config, signKey }: GlobalOptions): ProjectOptions {
  if (config !== undefined && isFolder(config)) {
    throw new InputError({
      field: '--config',
      message: `${config} is a folder`,
      expected: 'a config file',
      hint: `To run as if started there: --cwd ${config}`,
    });
  }
  // Not silenced by --quiet: the exit code says nothing of it.
  const warn = (text: string) => void process.stderr.write(`${printable(`⚠ ${text}`)}\n`);
  return { cwd: process.cwd(), config, signKey, warn };
}
