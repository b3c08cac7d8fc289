import { formatCount } from './format.ts';
import type { StoppedEarly } from './run-file.ts';

/** `71 of 283 cases: quality has a chance of 3 % to pass if nothing changes; 848 of 1,132 calls saved.` */
export function stopWords(
  { askedCases, ofCases, because, savedCalls }: StoppedEarly,
  planned: number,
): string {
  const cases = `${formatCount(askedCases)} of ${formatCount(ofCases)} cases`;
  return `${cases}: ${because}; ${formatCount(savedCalls)} of ${formatCount(planned)} calls saved.`;
}
