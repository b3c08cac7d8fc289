/** Everything by which something breaks its contract, one to a line. */
export class ContractError extends Error {
  override name = 'ContractError';
  readonly problems: readonly string[];

  constructor(who: string, problems: readonly string[]) {
    super([`${who} breaks the contract:`, ...problems.map((problem) => `- ${problem}`)].join('\n'));
    this.problems = problems;
  }
}
