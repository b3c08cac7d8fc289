import { useEffect, useState } from 'preact/hooks';
import type { Blocks } from './blocks.ts';

/** What was found in the texts of the cases, as far as they were read. */
export interface DeepSearch {
  rows: ReadonlySet<number>;
  /** `12 of 50` while it goes on; empty when it is done. */
  progress: string;
}

const nothing: DeepSearch = { rows: new Set(), progress: '' };
/** Nobody wants to see what the first letters of a word find. */
const delay = 300;
/** Blocks after which the list is drawn again. */
const drawnEvery = 5;

/** Looks for words in every text of the page, a block at a time, so that it neither holds them all nor stops the page. */
export function useDeepSearch(blocks: Blocks, words: readonly string[], isOn: boolean): DeepSearch {
  const [found, setFound] = useState(nothing);
  const wanted = words.join('\n');
  useEffect(() => {
    setFound(nothing);
    if (!isOn || wanted === '') return;
    let isGone = false;
    const search = async () => {
      const rows = new Set<number>();
      for (let number = 0; number < blocks.count && !isGone; number++) {
        for (const row of await blocks.search(number, wanted.split('\n'))) rows.add(row);
        const isLast = number === blocks.count - 1;
        if (!isGone && (isLast || number % drawnEvery === 0)) {
          setFound({ rows: new Set(rows), progress: isLast ? '' : `${number + 1} of ${blocks.count}` });
        }
      }
    };
    const timer = setTimeout(() => void search(), delay);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [blocks, wanted, isOn]);
  return found;
}
