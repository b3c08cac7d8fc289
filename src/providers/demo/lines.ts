/** Longer lines are prose or data, not lists; leaving them out also bounds the time of every pattern. */
const longestLine = 400;

export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.length <= longestLine);
}
