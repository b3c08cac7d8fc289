import { formatUsd } from '../../core/format.ts';

/** `$0.0041`; `–` for what is not known. */
export function usdWords(usd: number | null): string {
  return usd === null ? '–' : formatUsd(usd);
}
