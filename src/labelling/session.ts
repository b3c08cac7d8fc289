import type { GivenLabel, LabelItem, LabelReceipt, LabelState } from './shared/label-task.ts';

/** Labels that are being given: what the page shows, and where it keeps them. */
export interface LabelSession {
  /** Everything but the texts, as it stands now. */
  state(): LabelState;
  item(id: string): LabelItem | undefined;
  /**
   * Kept for good when it resolves.
   *
   * @throws InputError for a label that can't be kept, ConflictError where somebody gave another one meanwhile.
   */
  give(label: GivenLabel): Promise<LabelReceipt>;
}
