/** One thing that is wrong with what the user wrote: what, where, what was expected, what to do. */
export interface Problem {
  /** Path as the user would type it: relative to the project where possible. */
  file?: string;
  /** 1-based. */
  line?: number;
  /** Path of the field inside the file, such as `gates[1].margin`. */
  field?: string;
  /** What is wrong, without a full stop at the end. */
  message: string;
  expected?: string;
  /** How to mend it. */
  hint?: string;
  /** Of one that stands for others of its kind, which are not listed: how many. Its place is that of the first of them. */
  more?: number;
  /** These, or the first thousand of them: for `--json`, and not for people. */
  rest?: Problem[];
}

/** `file:line field: message (expected …). Hint` on one line. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.file && problem.line].filter(Boolean).join(':');
  const where = [place, problem.field].filter(Boolean).join(' ');
  const expected = problem.expected ? `; expected ${problem.expected}` : '';
  const hint = problem.hint ? `. ${problem.hint}` : '';
  return `${where ? `${where}: ` : ''}${problem.message}${expected}${hint}`;
}
