import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { PackageExports } from './load-config.ts';
import { loadProblems } from './load-problem.ts';

const refused = Symbol('refused');

/**
 * What makes evaluators, for the time in which a config is loaded: options that can't be used are kept among the problems and
 * do not end the loading, so that one look shows everything else that is wrong too.
 *
 * @param file the config
 */
export function deferringRefusals(makers: PackageExports, file: string, problems: Problem[]): PackageExports {
  return Object.fromEntries(
    Object.entries(makers).map(([name, make]) => [
      name,
      typeof make === 'function' ? deferring(make as (...given: unknown[]) => unknown, file, problems) : make,
    ]),
  );
}

function deferring(make: (...given: unknown[]) => unknown, file: string, problems: Problem[]) {
  return (...given: unknown[]): unknown => {
    try {
      return make(...given);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...loadProblems(error, file, 'this config', []));
      return standIn();
    }
  };
}

/** Looks like an evaluator to the config's own code, and measures nothing. */
function standIn(): object {
  return { [refused]: true, name: 'refused', version: '', metrics: [], evaluate: () => [] };
}

/** What stands for an evaluator that could not be made: that was said already. */
export function isRefused(value: unknown): boolean {
  return typeof value === 'object' && value !== null && refused in value;
}
