import { linesOf } from './lines.ts';

/** A list of labels that stands in the instructions, and the field it belongs to; empty where none is named. */
export interface LabelList {
  name: string;
  labels: string[];
}

const inlineList = /(?:\b([\w-]+)\s+(?:is|must be)\s+)?\bone of:?[ \t]+([^\n.]+)/i;
const barList = /^\W*([\w-]+)[ \t]*[:=][ \t]*([\w-]+(?:[ \t]*\|[ \t]*[\w-]+)+)/;
const bullet = /^\s*[-*•]\s+["'`*]*([\w-]+)["'`*]*\s*(?:[:–—]|$)/;

/** Finds `- label: what it means` lines under a heading, `field is one of a, b or c`, and `field: a | b`. */
export function listsOf(instructions: string): LabelList[] {
  const lists: LabelList[] = [];
  let heading = '';
  let bullets: string[] = [];
  for (const line of [...linesOf(instructions), '']) {
    const item = bullet.exec(line)?.[1];
    if (item !== undefined) {
      bullets.push(item);
      continue;
    }
    if (/^\s{2,}\S/.test(line)) continue; // a description that goes on
    const inline = barList.exec(line) ?? inlineList.exec(line);
    if (bullets.length > 0) lists.push({ name: fieldIn(heading), labels: bullets });
    else if (inline !== null) lists.push({ name: inline[1] ?? '', labels: labelsIn(inline[2] ?? '') });
    bullets = [];
    if (line.trim() !== '') heading = line;
  }
  return lists.filter((list) => list.labels.length > 1);
}

/** `category is one of these:` names the field; a heading such as `Labels:` doesn't. */
function fieldIn(heading: string): string {
  return /^\W*(?:the\s+)?([\w-]+)\s+(?:is|must be)\b/i.exec(heading)?.[1] ?? '';
}

function labelsIn(text: string): string[] {
  const labels = text.split(/,|\||\bor\b/).map((label) => label.replace(/^[\s"'`]+|[\s"'`]+$/g, ''));
  return labels.filter((label) => label !== '' && label.split(/\s+/).length <= 3);
}
