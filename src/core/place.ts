/** A stretch of a file, in bytes. */
export interface Place {
  start: number;
  length: number;
}
