import { ConflictError } from '../../core/errors.ts';
import type { Metric } from '../../core/score.ts';
import { excerpt } from '../../core/text.ts';
import type { LabelSession } from '../../labelling/session.ts';
import type { GivenLabel, LabelItem, LabelReceipt, LabelState } from '../../labelling/shared/label-task.ts';
import { inTurn } from '../opening/in-turn.ts';
import { labelValue } from './label-sheet.ts';
import { readSheetFile, type SheetFile, writeLabel } from './sheet-file.ts';

interface SheetTask {
  file: string;
  /** As people are told of it. */
  shown: string;
  metric: Metric;
  /** Those of the sheet's rows, in their order. */
  items: readonly LabelItem[];
  about: Omit<LabelState, 'items'>;
}

const takenOver = 'The sheet was changed by another program meanwhile; its labels were taken over.';

/** The labels of the page and those of the file are the same ones: each is written at once, beside whatever else stands there. */
export async function sheetSession({ file, shown, metric, items, about }: SheetTask): Promise<LabelSession> {
  const byId = new Map(items.map((item) => [item.id, item]));
  let sheet = await readSheetFile(file, shown);

  const state = (): LabelState => ({
    ...about,
    items: items.map(({ id }) => ({ id, ...(labelIn(sheet, id, metric) ?? { value: null, note: '' }) })),
  });

  async function give({ id, value, note, by }: GivenLabel): Promise<LabelReceipt> {
    const before = labelIn(sheet, id, metric);
    const now = await readSheetFile(file, shown);
    const isChanged = now.digest !== sheet.digest;
    sheet = now;
    const there = labelIn(now, id, metric);
    if (there === undefined) {
      throw new ConflictError(`${shown} has no row ${id} any more. Start the page again`);
    }
    if (there.value !== before?.value && there.value !== value) {
      throw new ConflictError(
        `another program wrote ${there.value ?? 'no label'} for this answer into ${shown} meanwhile. Label it again if that is wrong`,
      );
    }
    const cells = { label: value === null ? '' : String(value), by: value === null ? '' : by, note };
    sheet = await writeLabel(file, now, id, cells);
    return isChanged ? { notice: takenOver, items: state().items } : { notice: null };
  }

  return { state, item: (id) => byId.get(id), give: inTurn(give) };
}

/** undefined where the row is gone; a label that is none counts as none. */
function labelIn({ header, rows }: SheetFile, id: string, metric: Metric) {
  const cell = (row: string[], name: string) => row[header.indexOf(name)]?.trim() ?? '';
  const row = rows.find((other) => cell(other, 'id') === id);
  if (row === undefined) return undefined;
  return { value: labelValue(cell(row, 'label'), metric) ?? null, note: excerpt(cell(row, 'note'), 2000) };
}
