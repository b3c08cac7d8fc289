/** What a provider uses where the config says nothing. */
export const providerDefaults = {
  /** Calls in flight. Vendors' smallest paid tiers bear this many short calls. */
  concurrency: 50,
  /** Tries after the first one. */
  maxRetries: 5,
  /** Longest time for one attempt, in milliseconds. */
  timeoutMs: 60_000,
} as const;
