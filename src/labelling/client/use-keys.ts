import { useEffect, useRef } from 'preact/hooks';
import type { LabelChoice } from '../shared/label-task.ts';
import { actionOf, type PageAction } from './keys.ts';

/** Calls `act` for the page's keys, but not while something is typed, and not for the browser's own shortcuts. */
export function useKeys(
  isOn: boolean,
  choices: readonly LabelChoice[],
  act: (action: PageAction, event: KeyboardEvent) => void,
): void {
  const current = useRef(act);
  current.current = act;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = actionOf(event.key, choices);
      if (action === undefined || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (isTyped(event.target) || document.querySelector('dialog[open]') !== null) return;
      if (event.key.length === 1 && !isOn) return;
      current.current(action, event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [isOn, choices]);
}

function isTyped(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select, textarea');
}
