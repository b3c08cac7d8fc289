/** Runs a task when its turn comes, such as a p-limit. */
export type Turns = (task: () => Promise<void>) => Promise<void>;

/**
 * Runs tasks from a lazy source as their turns come. No more than one waits beyond those that run, so that memory does not
 * grow with the source, and as soon as there is room for more they begin. Stops taking new ones when `stopped` says so, or when
 * a task or the source itself fails; waits for those in flight either way, and then rejects with the first error.
 */
export async function runQueue<Task>(
  tasks: Iterable<Task>,
  turns: Turns,
  run: (task: Task) => Promise<void>,
  stopped: () => boolean,
): Promise<void> {
  const failures: unknown[] = [];
  const inFlight = new Set<Promise<void>>();
  const begin = (task: Task) =>
    new Promise<void>((begun) => {
      const work = turns(() => {
        begun();
        return run(task);
      })
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => inFlight.delete(work));
      inFlight.add(work);
    });
  try {
    for (const task of tasks) {
      if (stopped() || failures.length > 0) break;
      await begin(task);
    }
  } catch (error) {
    failures.push(error);
  }
  await Promise.all(inFlight);
  if (failures.length > 0) throw failures[0];
}
