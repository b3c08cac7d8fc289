/** Of calls that come while one is under way, each waits for the one before it. */
export function inTurn<Given, Result>(
  act: (given: Given) => Promise<Result>,
): (given: Given) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (given) => {
    const next = last.then(() => act(given));
    last = next.catch(() => undefined);
    return next;
  };
}
