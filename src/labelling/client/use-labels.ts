import { useRef, useState } from 'preact/hooks';
import type { Label, LabelState } from '../shared/label-task.ts';
import { nextUnlabelled } from '../shared/progress.ts';
import { api, NotKept } from './api.ts';

interface Given extends Label {
  index: number;
}

/** The labels, which are shown at once and kept one after the other. What could not be kept is shown again. */
export function useLabels(first: LabelState) {
  const [items, setItems] = useState(first.items);
  const [index, setIndex] = useState(() => nextUnlabelled(first.items, 0) ?? 0);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  /** What stood where a label was given, the last one at the end. */
  const [before, setBefore] = useState<Given[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const newest = useRef(items);
  newest.current = items;

  const show = (next: LabelState['items']) => {
    newest.current = next;
    setItems(next);
  };

  async function keep(at: number, label: Label, by: string): Promise<void> {
    const id = items[at]?.id ?? '';
    try {
      const receipt = await api.give({ id, ...label, by });
      if (receipt.notice === null) return;
      setNotice(receipt.notice);
      if (receipt.items) show(receipt.items);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
      if (error instanceof NotKept && error.items) show(error.items);
      setIndex(at);
    }
  }

  function change(at: number, label: Label, by: string): void {
    setTrouble(null);
    setNotice(null);
    show(newest.current.map((item, other) => (other === at ? { ...item, ...label } : item)));
    queue.current = queue.current.then(() => keep(at, label, by));
  }

  return {
    items,
    index,
    trouble,
    notice,
    canUndo: before.length > 0,
    goTo: (to: number) => setIndex(Math.max(0, Math.min(items.length - 1, to))),
    goToUnlabelled: () => setIndex(nextUnlabelled(newest.current, index + 1) ?? index),
    give(label: Label, by: string): void {
      const { value = null, note = '' } = items[index] ?? {};
      setBefore([...before, { index, value, note }]);
      change(index, label, by);
      if (label.value !== null) setIndex(nextUnlabelled(newest.current, index + 1) ?? index);
    },
    undo(by: string): void {
      const last = before.at(-1);
      if (last === undefined) return;
      setBefore(before.slice(0, -1));
      setIndex(last.index);
      change(last.index, { value: last.value, note: last.note }, by);
    },
    /** When everything that was given is kept or refused. */
    settled: () => queue.current,
  };
}
