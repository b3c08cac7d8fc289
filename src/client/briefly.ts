/** Waits until that is done, but no longer than so many milliseconds. */
export async function briefly(done: Promise<unknown>, ms: number): Promise<void> {
  // A timer can't wait for longer than about 24 days, and would end at once.
  if (ms > 2_147_483_647) return void (await done);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, enough]);
  clearTimeout(timer);
}
