import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type PageState, readHash, writeHash } from './page-state.ts';
import type { TabId } from './tabs.ts';

/** Browsers refuse to have their address changed on every key. */
const writeDelay = 250;

/** The state of the page, kept in step with its address. Opening a case can be taken back with the browser's own button. */
export function usePageState(defaultTab: TabId): [PageState, (change: Partial<PageState>) => void] {
  const [state, setState] = useState(() => readHash(location.hash, defaultTab));
  const written = useRef(state);

  useEffect(() => {
    const read = () => {
      // `#main` and the like are places on the page.
      if (location.hash !== '' && !location.hash.includes('=')) return;
      const next = readHash(location.hash, defaultTab);
      written.current = next;
      setState(next);
    };
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, [defaultTab]);

  useEffect(() => {
    if (written.current === state) return;
    const opens = written.current.open === null && state.open !== null;
    const write = () => {
      if (opens) history.pushState(null, '', writeHash(state));
      else history.replaceState(null, '', writeHash(state));
      written.current = state;
    };
    if (opens) return write();
    const timer = setTimeout(write, writeDelay);
    return () => clearTimeout(timer);
  }, [state]);

  const change = useCallback(
    (part: Partial<PageState>) => setState((before) => ({ ...before, ...part })),
    [],
  );
  return [state, change];
}
