/** One label that a person may give. */
export interface LabelChoice {
  value: number;
  /** The keys that give it, the shown one first. */
  keys: string[];
  /** What stands on its button: `Yes`, `4`. */
  name: string;
  /** What it stands for, in words. */
  means?: string;
}

/** What people are asked of every answer. */
export interface LabelQuestion {
  text: string;
  /** null where any number of the range is a label. */
  choices: LabelChoice[] | null;
  range: [low: number, high: number];
}

/** What a person sees of an answer: neither its arm nor a score. */
export interface LabelItem {
  id: string;
  /** The case's variables, in their order. */
  input: [name: string, text: string][];
  /** Empty where the case expects nothing. */
  expected: string;
  answer: string;
}

/** `value` is null where the label was taken back. */
export interface Label {
  value: number | null;
  note: string;
}

/** What the page knows from the start; the texts come one by one. */
export interface LabelState {
  prompt: string;
  metric: string;
  run: string;
  question: LabelQuestion;
  /** Who labels, and whether that is proven or settled, so that it can't be typed. */
  by: string;
  isBySettled: boolean;
  /** The command that reads the labels. */
  next: string;
  items: ({ id: string } & Label)[];
}

export interface GivenLabel extends Label {
  id: string;
  by: string;
}

/** What was written elsewhere meanwhile, where something was. */
export interface LabelReceipt {
  notice: string | null;
  /** All labels as they stand now, where there is a notice. */
  items?: LabelState['items'];
}

export const longestNote = 2000;
export const longestName = 200;
