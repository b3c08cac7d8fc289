/** What a scan tells of a text that is JSON, with the field (`a.b[0]`) and the position in the text. */
export interface JsonFindings {
  repeatedKey(key: string, field: string, position: number): void;
  number(digits: string, field: string, position: number): void;
}

/** An object or a list that is not closed yet. */
interface Open {
  /** null for a list. */
  keys: Set<string> | null;
  /** The step into its member that comes now. */
  step: string | number;
}

const mark = /["[\]{},:\d-]/g;
const digits = /[-+.\deE]+/y;

/** Walks through the text, which `JSON.parse` has to have taken, without recursion. */
export function scanJson(text: string, findings: JsonFindings): void {
  const open: Open[] = [];
  mark.lastIndex = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    const { index: position } = found;
    const [character] = found;
    const inner = open.at(-1);
    if (character === '"') mark.lastIndex = takeText(text, position, inner, open, findings);
    else if (character === '{') open.push({ keys: new Set(), step: '' });
    else if (character === '[') open.push({ keys: null, step: 0 });
    else if (character === '}' || character === ']') open.pop();
    else if (character === ',') nextMember(inner);
    else if (character !== ':') {
      digits.lastIndex = position;
      const [number = ''] = digits.exec(text) ?? [];
      findings.number(number, fieldOf(open), position);
      mark.lastIndex = position + number.length;
    }
  }
}

function nextMember(inner: Open | undefined): void {
  if (inner !== undefined) inner.step = typeof inner.step === 'number' ? inner.step + 1 : '';
}

/** Gives where the text ends. It is a key where an object waits for one. */
function takeText(
  source: string,
  start: number,
  inner: Open | undefined,
  open: readonly Open[],
  findings: JsonFindings,
): number {
  let end = source.indexOf('"', start + 1);
  while (isEscaped(source, end)) end = source.indexOf('"', end + 1);
  if (inner?.keys && inner.step === '' && isKey(source, end + 1)) {
    const key: unknown = JSON.parse(source.slice(start, end + 1));
    inner.step = String(key);
    if (inner.keys.has(inner.step)) findings.repeatedKey(inner.step, fieldOf(open), start);
    inner.keys.add(inner.step);
  }
  return end + 1;
}

/** Tells the empty key from its value. */
function isKey(source: string, end: number): boolean {
  let next = end;
  while (/\s/.test(source.charAt(next))) next++;
  return source[next] === ':';
}

function isEscaped(source: string, quote: number): boolean {
  let before = quote - 1;
  while (source[before] === '\\') before--;
  return (quote - before) % 2 === 0;
}

function fieldOf(open: readonly Open[]): string {
  return open.reduce(
    (path, { step }) =>
      typeof step === 'number' ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`,
    '',
  );
}
