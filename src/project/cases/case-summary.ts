import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Case } from '../../core/case.ts';
import { clusterOf } from '../../core/cluster.ts';
import { InputError } from '../../core/errors.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { renderPrompt } from '../../prompts/render.ts';
import { CaseDigests } from './case-digests.ts';
import { isTellingId } from './telling-ids.ts';

/** Cases that a prompt can't be rendered with are named, so they are kept, as long as somebody may read of all of them. */
const mostOdd = 1000;

/**
 * Cases as `validate` looks at them: where no check can tell two of them apart, the first stands for both. So a dataset of any
 * length is some kinds of cases, and how often each occurs.
 */
export class CaseSummary {
  readonly #draft: PromptFile | undefined;
  readonly #clusters: readonly string[];
  readonly #evaluators: ResolvedPrompt['evaluators'];
  readonly #kinds = new Map<string, Case>();
  /** Of the cases for tuning alone, and of the others. */
  readonly #tuning: CaseDigests;
  readonly #others: CaseDigests;
  #odd = 0;

  /** @param counted the variables by which attempts are counted */
  constructor(
    prompt: Pick<ResolvedPrompt, 'cluster' | 'gates' | 'evaluators'>,
    draft: PromptFile | undefined,
    counted: readonly string[],
  ) {
    this.#draft = draft;
    this.#clusters = [prompt, ...prompt.gates].flatMap(({ cluster }) => cluster ?? []);
    this.#evaluators = prompt.evaluators;
    this.#tuning = new CaseDigests(counted);
    this.#others = new CaseDigests(counted);
  }

  /** What stands for a case. */
  keep(item: Case): Case {
    (item.split === 'tune' ? this.#tuning : this.#others).add(item);
    const isOdd = this.#isOdd(item);
    if (isOdd && this.#odd++ < mostOdd) return item;
    const kind = this.#kindOf(item, isOdd);
    const known = this.#kinds.get(kind) ?? item;
    this.#kinds.set(kind, known);
    return known;
  }

  /** Of those that a release is judged by. */
  releaseDigests(): CaseDigests {
    return this.#others.count > 0 ? this.#others : this.#tuning;
  }

  #isOdd(item: Case): boolean {
    const { variables } = item;
    if (this.#evaluators.some((evaluator) => evaluator.checkCase?.(item) !== undefined)) return true;
    if (this.#clusters.some((field) => clusterOf({ variables }, field) === null)) return true;
    if (this.#draft === undefined) return false;
    if (isTellingId(item, this.#draft)) return true;
    try {
      renderPrompt(this.#draft, variables);
      return false;
    } catch (error) {
      if (error instanceof InputError) return true;
      throw error;
    }
  }

  #kindOf({ variables, expected, tags, critical, split }: Case, isOdd: boolean): string {
    const hasExpected = expected !== undefined && expected !== null;
    const clusters = this.#clusters.map((field) => clusterOf({ variables }, field));
    return JSON.stringify([isOdd, hasExpected, critical, split, tags, clusters, Object.keys(variables)]);
  }
}
