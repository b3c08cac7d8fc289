import { useEffect, useRef } from 'preact/hooks';
import { actionOf, type KeyAction } from './keys.ts';

/** Calls `act` for the page's keys, but not while something is typed, and not for the browser's own shortcuts. */
export function useKeys(isOn: boolean, act: (action: KeyAction, event: KeyboardEvent) => void): void {
  const current = useRef(act);
  current.current = act;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = actionOf(event.key);
      if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      const isCharacter = event.key.length === 1;
      if (isCharacter && (!isOn || isTyped(event.target))) return;
      if (document.querySelector('dialog[open]') !== null) return;
      current.current(action, event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [isOn]);
}

function isTyped(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, select, textarea');
}
