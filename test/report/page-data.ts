import { readBlock } from '../../src/report/client/read-block.ts';
import type { CaseBlock, PackedBlock } from '../../src/report/shared/case-detail.ts';
import { blockElement, type CaseIndex, indexElement } from '../../src/report/shared/case-index.ts';
import { unpackBlock } from '../../src/report/shared/unpack-block.ts';

/** What the program of a page reads. */
export interface PageData {
  index: CaseIndex;
  blocks: CaseBlock[];
}

export async function readPageData(page: string): Promise<PageData> {
  const element = (id: string) =>
    page.match(new RegExp(`<script type="text/plain" id="${id}">([A-Za-z0-9+/=]*)</script>`))?.[1];
  const index = (await readBlock(element(indexElement) ?? '')) as CaseIndex;
  const blocks: CaseBlock[] = [];
  for (let text = element(blockElement(0)); text !== undefined; text = element(blockElement(blocks.length))) {
    blocks.push(unpackBlock((await readBlock(text)) as PackedBlock));
  }
  return { index, blocks };
}
