import type { Case } from '../core/case.ts';

interface LazySource {
  file: string;
  line: () => number | undefined;
}

/** Kept beside the cases, not in them: where a case stands must not change any digest. */
const sources = new WeakMap<Case, LazySource>();

export function rememberSource(of: Case, source: LazySource): void {
  sources.set(of, source);
}

/** Where a case stands, as far as it is known; ready to be spread into a Problem. */
export function sourceOf(of: Case): { file?: string; line?: number } {
  const source = sources.get(of);
  if (source === undefined) return {};
  const line = source.line();
  return { file: source.file, ...(line === undefined ? {} : { line }) };
}
