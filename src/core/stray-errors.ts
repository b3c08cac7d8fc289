/** Says whether an error that nobody awaited is taken up; where it is not, it ends the process. */
type Listener = (error: unknown) => boolean;

let listener: Listener = () => false;

/** Errors outside of any promise that is awaited: thrown in a timer, or rejected where an `await` is missing. The last listener hears them. */
export function onStrayError(hears: Listener): void {
  listener = hears;
}

/** Whether somebody knows whose error this is, and goes on without it. */
export function isTakenUp(error: unknown): boolean {
  return listener(error);
}
