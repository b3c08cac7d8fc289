import { ProviderError } from '../core/errors.ts';
import { type TrialRecord, wasAskedNow } from '../core/trial.ts';

/** So many first calls that are all told "not found" are no matter of single requests. */
const enough = 10;

/** Tells a server, or a model, that was never there from one that went away: the first is a mistake in the set-up. */
export class Reach {
  readonly #models = new Set<string>();
  /** Trials on a model that were told "not found" before any other answer came. */
  readonly #notFound = new Map<string, number>();
  readonly #wasReached: boolean;

  /** @param wasReached whether the run has answers from before, so that its set-up was right. */
  constructor(wasReached: boolean) {
    this.#wasReached = wasReached;
  }

  /**
   * Takes note of how a trial on a model ended.
   *
   * @throws ProviderError of scope `run` where it could not be reached after all its attempts, and no other trial was; and
   * where the first trials of the model were all told that there is nothing.
   */
  note(model: string, record: TrialRecord): void {
    const { failure } = record;
    if (this.#wasReached || !wasAskedNow(record)) return;
    if (failure?.code === 'proxy-unreachable') {
      // Its message names the proxy and the variable that it is from; the address of the provider was never tried.
      if (!this.#models.has(model))
        throw new ProviderError(failure.message, { code: failure.code, scope: 'run' });
      return;
    }
    if (failure?.code === 'unreachable') {
      if (!this.#models.has(model)) throw setUpError(model, failure, 'check the address');
      return;
    }
    const isFirst = !this.#models.has(model) || this.#notFound.has(model);
    this.#models.add(model);
    if (failure?.code !== 'not-found' || !isFirst) {
      this.#notFound.delete(model);
      return;
    }
    const count = (this.#notFound.get(model) ?? 0) + 1;
    this.#notFound.set(model, count);
    if (count === enough) {
      const what = `so ended the first ${enough} calls to ${model}: check its name and the address`;
      throw setUpError(model, failure, what);
    }
  }
}

function setUpError(
  model: string,
  { code, message }: NonNullable<TrialRecord['failure']>,
  what: string,
): ProviderError {
  const [provider = ''] = model.split('/');
  const where = `baseURL or endpoint of providers.${provider}, or the variable that it comes from`;
  return new ProviderError(`${message}; ${what}: ${where}`, { code, scope: 'run' });
}
