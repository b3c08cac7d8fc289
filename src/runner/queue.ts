import pLimit from 'p-limit';

/**
 * Runs tasks from a lazy source, at most `concurrency` at once. No more than one waits beyond those that run, so
 * that memory does not grow with the source. Stops taking new ones when `stopped` says so or a task rejects; waits
 * for those in flight either way, and then rejects with the first error.
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
  for (const task of tasks) {
    await waitUntil(() => inFlight <= concurrency);
    if (stopped() || failures.length > 0) break;
    inFlight++;
    limit(() => run(task)).then(settled, (error) => {
      failures.push(error);
      settled();
    });
  }
  await waitUntil(() => inFlight === 0);
  if (failures.length > 0) throw failures[0];
}
