import { TooLong } from '../reading/too-long.ts';

/** Comparisons of two values: about a second. */
const mostSteps = 2_000_000;

/** How much of its time a comparison has used. */
export class WorkLimit {
  #left = mostSteps;

  /** @throws TooLong where these steps would be too many. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TooLong('unordered lists that hold so much');
  }
}
