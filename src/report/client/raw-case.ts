import type { CaseRow } from '../shared/case-detail.ts';
import type { Row } from './row.ts';

/** A case and its trials as their files have them. */
export function rawCase({ case: id, model, slices, critical }: Row, stored: CaseRow): unknown {
  return { case: id, model, slices, critical, ...stored };
}
