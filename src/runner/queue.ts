import pLimit from 'p-limit';

/**
 * Runs tasks from a lazy source, at most `concurrency` at once. No more than one waits beyond those that run, so
 * that memory does not grow with the source. Stops taking new ones when `stopped` says so, or when a task or the
 * source itself fails; waits for those in flight either way, and then rejects with the first error.
 */
export async function runQueue<Task>(
  tasks: Iterable<Task>,
  concurrency: number,
  run: (task: Task) => Promise<void>,
  stopped: () => boolean,
): Promise<void> {
  const limit = pLimit(concurrency);
  const failures: unknown[] = [];
  let inFlight = 0;
  let wake: () => void = () => undefined;
  const settled = () => {
    inFlight--;
    wake();
  };
  const waitUntil = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => (wake = resolve));
  };
  try {
    for (const task of tasks) {
      await waitUntil(() => inFlight <= concurrency);
      if (stopped() || failures.length > 0) break;
      inFlight++;
      limit(() => run(task))
        .catch((error: unknown) => failures.push(error))
        .then(settled);
    }
  } catch (error) {
    failures.push(error);
  }
  await waitUntil(() => inFlight === 0);
  if (failures.length > 0) throw failures[0];
}
