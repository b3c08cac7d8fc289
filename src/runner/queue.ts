/** How many tasks may run now; it may change at any time. */
export interface Room {
  readonly atOnce: number;
}

/**
 * Runs tasks from a lazy source as there is room, and takes none before that, so that memory does not grow with the
 * source. Stops taking new ones when `stopped` says so, or when a task or the
 * source itself fails; waits for those in flight either way, and then rejects with the first error.
 */
export async function runQueue<Task>(
  tasks: Iterable<Task>,
  room: Room,
  run: (task: Task) => Promise<void>,
  stopped: () => boolean,
): Promise<void> {
  const failures: unknown[] = [];
  let inFlight = 0;
  let wake: () => void = () => undefined;
  const settled = () => {
    inFlight--;
    wake();
  };
  const failed = (error: unknown) => {
    failures.push(error);
    settled();
  };
  const waitUntil = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => (wake = resolve));
  };
  try {
    for (const task of tasks) {
      await waitUntil(() => inFlight < room.atOnce);
      if (stopped() || failures.length > 0) break;
      inFlight++;
      run(task).then(settled, failed);
    }
  } catch (error) {
    failures.push(error);
  }
  await waitUntil(() => inFlight === 0);
  if (failures.length > 0) throw failures[0];
}
