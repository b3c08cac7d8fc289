import type { Case } from '../core/case.ts';
import { type Line, lineNumber } from './rows.ts';

/** Where a case stands. */
export interface CaseSource {
  file: string;
  line: Line;
}

/** Kept beside the cases, not in them: where a case stands must not change any digest. */
const sources = new WeakMap<Case, CaseSource>();

export function rememberSource(of: Case, source: CaseSource): void {
  sources.set(of, source);
}

/** Where a case stands, or one of its fields, as far as it is known; ready to be spread into a Problem. */
export function sourceOf(of: Case, field?: string): { file?: string; line?: number } {
  const source = sources.get(of);
  return source === undefined ? {} : placeOf(source, field);
}

export function placeOf(source: CaseSource, field?: string): { file: string; line?: number } {
  const line = lineNumber(source.line, field);
  return { file: source.file, ...(line === undefined ? {} : { line }) };
}
