/** What a vendor says is left of one of its rate limits. */
export interface Allowance {
  /** Such as `requests` or `input-tokens`. */
  of: string;
  remaining: number;
  /** Until all of it is there again, in milliseconds. */
  resetMs: number;
}
