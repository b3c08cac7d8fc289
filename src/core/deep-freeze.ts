/** Freezes plain data, all the way down, and gives it back. What is frozen already is taken to be so all the way. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  // By their places: to name those of a frozen list takes longer than to freeze what is there.
  if (Array.isArray(value)) for (const item of value) deepFreeze(item);
  else for (const key in value) deepFreeze(value[key]);
  return value;
}
