import { ProviderError } from '../core/errors.ts';
import { type TrialRecord, wasAskedNow } from '../core/trial.ts';

/** Tells a server that was never there from one that went away: the first is a mistake in the set-up. */
export class Reach {
  readonly #models = new Set<string>();
  readonly #wasReached: boolean;

  /** @param wasReached whether the run has answers from before, so that its set-up was right. */
  constructor(wasReached: boolean) {
    this.#wasReached = wasReached;
  }

  /**
   * Takes note of how a trial on a model ended.
   *
   * @throws ProviderError of scope `run` where it could not be reached after all its attempts, and no other trial was.
   */
  note(model: string, record: TrialRecord): void {
    if (record.failure?.code !== 'unreachable') {
      if (wasAskedNow(record)) this.#models.add(model);
      return;
    }
    if (this.#wasReached || this.#models.has(model)) return;
    const { code, message } = record.failure;
    const [provider = ''] = model.split('/');
    const hint = `check the address: baseURL or endpoint of providers.${provider}, or the variable that it comes from`;
    throw new ProviderError(`${message}; ${hint}`, { code, scope: 'run' });
  }
}
