/** How much of a run one place may show, so that no section crowds out all that follow. */
export interface MarkdownLayout {
  /** The most that the place takes, in what `sizeOf` counts. */
  longest: number;
  sizeOf(text: string): number;
  /** Characters that a section may take of its rows and sentences. */
  room: {
    gates: number;
    open: number;
    passed: number;
    finding: number;
    worst: number;
    split: number;
    diff: number;
  };
}

/**
 * A comment: GitHub refuses more than 65,536 characters. UTF-16 code units are never fewer than the characters. The
 * reserve is for what a workflow adds around it.
 */
export const commentLayout: MarkdownLayout = {
  longest: 65_536 - 536,
  sizeOf: (text) => text.length,
  room: {
    gates: 24_000,
    open: 12_000,
    passed: 6_000,
    finding: 1_500,
    worst: 8_000,
    split: 6_000,
    diff: 4096,
  },
};

/** The page of a job: GitHub drops a step's summary of more than 1 MiB. With room for fifty regressions. */
export const jobPageLayout: MarkdownLayout = {
  longest: 1_000_000,
  sizeOf: (text) => Buffer.byteLength(text),
  room: {
    gates: 60_000,
    open: 40_000,
    passed: 20_000,
    finding: 6_000,
    worst: 60_000,
    split: 20_000,
    diff: 16_384,
  },
};
