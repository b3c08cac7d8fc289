import { useEffect, useRef, useState } from 'preact/hooks';
import type { LabelItem, LabelState } from '../shared/label-task.ts';
import { api } from './api.ts';

/** The texts of the answer at a place; undefined until they are here. The next one is fetched ahead. */
export function useItem(items: LabelState['items'], index: number): LabelItem | undefined {
  const known = useRef(new Map<string, Promise<LabelItem | undefined>>());
  const [item, setItem] = useState<LabelItem>();
  const id = items[index]?.id;
  useEffect(() => {
    if (id === undefined) return;
    let isCurrent = true;
    const load = (wanted: string) => {
      const loading = known.current.get(wanted) ?? api.item(wanted).catch(() => undefined);
      known.current.set(wanted, loading);
      return loading;
    };
    void load(id).then((loaded) => {
      if (loaded === undefined) known.current.delete(id);
      if (isCurrent) setItem(loaded);
      const next = items[index + 1]?.id;
      if (next !== undefined) void load(next);
    });
    return () => {
      isCurrent = false;
    };
  }, [id]);
  return item?.id === id ? item : undefined;
}
