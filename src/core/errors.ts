import type { Allowance } from './allowance.ts';
import { formatProblem, type Problem } from './problem.ts';

/** The exit codes of the command line (see the README): 0 done, 1 blocked, 2 could not run, 3 inconclusive, 4 conflict. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

/** An error whose message is written for the user; it is shown without a stack. */
export class PromptevalError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.exitCode = exitCode;
  }
}

/** What the user gave cannot be used: config, prompt, dataset, arguments. Carries every problem found. */
export class InputError extends PromptevalError {
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[]) {
    const list = [problems].flat();
    super(list.map(formatProblem).join('\n'), 2);
    this.problems = list;
  }
}

/** The alias moved meanwhile, or the evidence is about something else than what would be promoted. */
export class ConflictError extends PromptevalError {
  constructor(message: string) {
    super(message, 4);
  }
}

/** A release that the rules do not allow: blocked evidence, a frozen alias, a missing right. */
export class RefusedError extends PromptevalError {
  constructor(message: string, exitCode: 1 | 2 | 3 = 1) {
    super(message, exitCode);
  }
}

/** Ctrl-C. What was measured stays in the run's folder. */
export class InterruptedError extends PromptevalError {
  /** @param kept where it is and how to go on with it */
  constructor(kept: string) {
    super(`Interrupted. ${kept}`, 130);
  }
}

/** A run that ended in an error after it had measured something. `cause` says why. */
export class CutShortError extends PromptevalError {
  /** @param kept where that is and how to go on with it */
  constructor(kept: string, cause: unknown) {
    super(kept, cause instanceof PromptevalError ? cause.exitCode : 2, { cause });
  }
}

/**
 * What the registry holds does not fit together, so that nothing could be decided. Only `audit verify`, which looks for it,
 * finds with exit 1.
 */
export class IntegrityError extends PromptevalError {
  /** @param exitCode 4 where two sides wrote it, and neither did wrong */
  constructor(message: string, exitCode: 2 | 4 = 2) {
    super(message, exitCode);
  }
}

/**
 * How far a provider's failure reaches: `attempt` may be tried again, `trial` fails this trial for good,
 * `run` makes every further call pointless (a wrong key, an unknown model).
 */
export type FailureScope = 'attempt' | 'trial' | 'run';

export class ProviderError extends PromptevalError {
  /** A short stable word, such as `rate-limited`, `timeout`, `unauthorized`, `bad-request`. */
  readonly code: string;
  readonly scope: FailureScope;
  /** How long the provider asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** What the refusal says of the vendor's rate limits. */
  readonly limits: readonly Allowance[];
  /** The model parameter that the model refuses, by its name in a prompt file. */
  readonly parameter: string | undefined;
  /** Other parameters that the refusal names: a call without any one of them would be another request. */
  readonly alternatives: readonly string[];

  constructor(
    message: string,
    details: {
      code: string;
      scope: FailureScope;
      retryAfterMs?: number | undefined;
      limits?: readonly Allowance[] | undefined;
      parameter?: string | undefined;
      alternatives?: readonly string[] | undefined;
      cause?: unknown;
    },
  ) {
    super(message, 2, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.scope = details.scope;
    this.retryAfterMs = details.retryAfterMs;
    this.limits = details.limits ?? [];
    this.parameter = details.parameter;
    this.alternatives = details.alternatives ?? [];
  }

  get isRetryable(): boolean {
    return this.scope === 'attempt';
  }
}

/**
 * `instanceof` finds the errors of these classes in another copy of this package too: a command that is installed globally meets what
 * the project's own copy throws. As bundlers rename classes and load them twice, each has a mark that is the same symbol everywhere.
 */
const marked = {
  PromptevalError,
  InputError,
  ConflictError,
  RefusedError,
  InterruptedError,
  CutShortError,
  IntegrityError,
  ProviderError,
};

for (const [name, errors] of Object.entries(marked)) {
  const mark = Symbol.for(`prompteval.${name}`);
  Object.defineProperty(errors.prototype, mark, { value: true });
  Object.defineProperty(errors, Symbol.hasInstance, {
    value(this: unknown, error: unknown): boolean {
      // A class that is derived from this one asks here too; it has no mark, and only its own instances.
      if (this !== errors) return Function.prototype[Symbol.hasInstance].call(this, error);
      return typeof error === 'object' && error !== null && mark in error;
    },
  });
}
