/** Two values are too long to be compared in the time that a run has for it. */
export class TooLong extends Error {
  override name = 'TooLong';

  /** `texts of 5,000,000 and 4,000,000 characters are too long to compare` */
  constructor(what: string) {
    super(`${what} are too long to compare`);
  }
}

/** What a comparison comes to, or that it would take too long. */
export function unlessTooLong<T>(compare: () => T): T | TooLong {
  try {
    return compare();
  } catch (error) {
    if (error instanceof TooLong) return error;
    throw error;
  }
}
