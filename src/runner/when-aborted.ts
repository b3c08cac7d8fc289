interface Listening {
  acts: Set<() => void>;
  stop(): void;
}

const listening = new WeakMap<AbortSignal, Listening>();

/**
 * Calls `act` when the signal is aborted; the returned function ends that. For signals that every call in flight listens
 * to: a signal itself looks through all of its listeners each time that one comes or goes.
 */
export function whenAborted(signal: AbortSignal, act: () => void): () => void {
  const { acts, stop } = listening.get(signal) ?? listenTo(signal);
  acts.add(act);
  return () => {
    if (acts.delete(act) && acts.size === 0) stop();
  };
}

function listenTo(signal: AbortSignal): Listening {
  const acts = new Set<() => void>();
  const actAll = () => {
    for (const act of acts) act();
  };
  const stop = () => {
    signal.removeEventListener('abort', actAll);
    listening.delete(signal);
  };
  signal.addEventListener('abort', actAll, { once: true });
  listening.set(signal, { acts, stop });
  return { acts, stop };
}
