import type { CaseBlock, CaseRow, PackedBlock } from '../shared/case-detail.ts';
import { blockElement, type CaseIndex } from '../shared/case-index.ts';
import { unpackBlock } from '../shared/unpack-block.ts';
import { readBlock } from './read-block.ts';
import { searchBlock } from './search-texts.ts';

/** Blocks that are kept open: those beside the one that is read. */
const mostOpen = 3;

/** What a page has of a row; null where it keeps only the scores. */
export interface LoadedCase {
  stored: CaseRow | null;
}

/** Opens blocks of details when they are asked for. */
export class Blocks {
  readonly #index: CaseIndex;
  readonly #open = new Map<number, Promise<CaseBlock>>();

  constructor(index: CaseIndex) {
    this.#index = index;
  }

  async load(row: number): Promise<LoadedCase> {
    const { rowsPerBlock } = this.#index;
    const block = await this.#block(Math.floor(row / rowsPerBlock));
    return { stored: block[row % rowsPerBlock] ?? null };
  }

  get count(): number {
    return Math.ceil(this.#index.rows.case.length / this.#index.rowsPerBlock);
  }

  /** The rows of a block that hold every word. The block is not kept open. */
  async search(number: number, words: readonly string[]): Promise<number[]> {
    const block = await (this.#open.get(number) ?? readElement(blockElement(number)));
    return searchBlock(block, words).map((place) => number * this.#index.rowsPerBlock + place);
  }

  #block(number: number): Promise<CaseBlock> {
    const block = this.#open.get(number) ?? readElement(blockElement(number));
    this.#open.delete(number);
    this.#open.set(number, block);
    for (const oldest of this.#open.keys()) if (this.#open.size > mostOpen) this.#open.delete(oldest);
    return block;
  }
}

/** The page is shown before it has arrived as a whole, so an element may still be on its way. */
async function readElement(id: string): Promise<CaseBlock> {
  if (document.getElementById(id) === null && document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
  const element = document.getElementById(id);
  if (element === null) throw new Error(`this page is incomplete: it has no ${id}`);
  return unpackBlock((await readBlock(element.textContent)) as PackedBlock);
}
