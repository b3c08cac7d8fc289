import type { CodeKeywordDefinition } from 'ajv/dist/2020.js';
import { load07 } from './load-ajv.ts';

/** Whether a value fits would take more steps to find out than there is time for. */
export class TooMuchToCheck extends Error {
  override name = 'TooMuchToCheck';

  constructor() {
    super('the alternatives of the schema refer to each other so often that there is too much to check');
  }
}

/** What a check comes to, or that it would take too long. */
export function unlessTooMuch<T>(check: () => T): T | TooMuchToCheck {
  try {
    return check();
  } catch (error) {
    if (error instanceof TooMuchToCheck) return error;
    throw error;
  }
}

/** How many references a check has followed. */
export class Steps {
  readonly #most: number;
  #left: number;

  constructor(most: number) {
    this.#most = most;
    this.#left = most;
  }

  restart(): void {
    this.#left = this.#most;
  }

  /** @throws TooMuchToCheck where it is one too many. */
  spend(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new TooMuchToCheck();
  }
}

/** ajv's own `$ref` or `$dynamicRef`, counted. */
export function countedReference(own: CodeKeywordDefinition, steps: Steps): CodeKeywordDefinition {
  const { _ } = load07();
  const spend = () => steps.spend();
  return {
    ...own,
    code(context, rule) {
      context.gen.code(_`${context.gen.scopeValue('func', { ref: spend })}()`);
      own.code(context, rule);
    },
  };
}
