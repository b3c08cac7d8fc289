/** The longest time that a timer can count; anything longer would fire at once. */
export const longestTimerMs = 2 ** 31 - 1;
