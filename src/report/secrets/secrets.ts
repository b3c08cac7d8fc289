import type { ShapedText, Span } from './shaped-text.ts';
import { asSaid, asWritten } from './shapes.ts';
import { TextSet } from './text-set.ts';

/** Shorter values occur by chance in any text, and hiding them would garble it. */
const shortestEcho = 4;

/** So many characters of a secret say something of it, wherever in it they stand. */
const tellingPart = 12;

/** A line of a secret of several lines is a secret too, from so many characters on. */
const shortestLine = 8;

const lineBreak = /[\r\n\u2028\u2029]+/;
/** A number in groups, as of a card or a telephone; a reason may give its digits alone. Shorter ones tell too little. */
const separatedDigits = /\d(?:[ .,'’_\u00a0\u202f/()-]{0,2}\d){5,}/g;
/** What stands where a text was cut. */
const cut = /(?<![.…])(?:…|\.{3})|\\u2026/g;
const wordCharacter = /[^ ]/;

/** Finds in texts what they repeat of a few secrets. What it costs grows with their lengths, not with the product of them. */
export class Secrets {
  readonly #written = new Echoes(false);
  readonly #said = new Echoes(true);
  readonly #beginnings = new Set<string>();

  constructor(secrets: readonly string[]) {
    for (const secret of secrets) {
      this.#add(secret);
      for (const [number] of secret.matchAll(separatedDigits)) this.#said.add(onlyDigits(number));
      const lines = new Set(secret.split(lineBreak));
      if (lines.size > 1) for (const line of lines) this.#addLine(line);
    }
  }

  #add(secret: string): void {
    this.#written.add(asWritten(secret).text.trim());
    const said = asSaid(secret).text.trim();
    this.#said.add(said);
    this.#addBeginnings(said);
  }

  /** A longer line is found by its parts, as they are parts of the whole. */
  #addLine(line: string): void {
    const written = asWritten(line).text.trim();
    const said = asSaid(line).text.trim();
    if (written.length >= shortestLine && written.length < tellingPart) this.#written.add(written);
    if (said.length >= shortestLine && said.length < tellingPart) this.#said.add(said);
    if (written.length >= shortestLine) this.#addBeginnings(said);
  }

  #addBeginnings(said: string): void {
    for (let length = shortestEcho; length < Math.min(tellingPart, said.length); length++) {
      this.#beginnings.add(said.slice(0, length));
    }
  }

  /** What to hide of a text, from left to right, without overlaps. */
  find(text: string): Span[] {
    const spans = [
      ...this.#written.find(asWritten(text)),
      ...this.#said.find(asSaid(text)),
      ...this.#cutOff(text),
    ];
    return joined(spans);
  }

  /** The beginning of a secret before the place where a text was cut. */
  #cutOff(text: string): Span[] {
    if (this.#beginnings.size === 0) return [];
    return [...text.matchAll(cut)].flatMap(({ index }) => {
      const start = Math.max(0, index - tellingPart * 4);
      const before = asSaid(text.slice(start, index));
      const end = before.text.trimEnd().length;
      for (let length = tellingPart - 1; length >= shortestEcho; length--) {
        const from = end - length;
        if (from < 0 || wordCharacter.test(before.text.charAt(from - 1))) continue;
        if (!this.#beginnings.has(before.text.slice(from, end))) continue;
        const span = before.original(from, end);
        return [{ from: start + span.from, to: start + span.to }];
      }
      return [];
    });
  }
}

/** The secrets in one form: the short ones as a whole, of the others every part that is long enough to tell. */
class Echoes {
  readonly #byLength = new Map<number, TextSet>();
  readonly #wholeWords: boolean;

  /** @param wholeWords whether a short secret counts only where it is no part of longer words. */
  constructor(wholeWords: boolean) {
    this.#wholeWords = wholeWords;
  }

  add(secret: string): void {
    if (secret.length < shortestEcho) return;
    const length = Math.min(secret.length, tellingPart);
    const texts = this.#byLength.get(length) ?? new TextSet(length);
    this.#byLength.set(length, texts);
    texts.addAllOf(secret);
  }

  find(shaped: ShapedText): Span[] {
    const { text } = shaped;
    const spans: Span[] = [];
    for (const [length, texts] of this.#byLength) {
      let last: Span | undefined;
      for (const from of texts.positionsIn(text)) {
        const to = from + length;
        if (length < tellingPart && this.#wholeWords && !isWhole(text, from, to)) continue;
        if (last && from <= last.to) {
          last.to = to;
        } else {
          last = { from, to };
          spans.push(last);
        }
      }
    }
    return spans.map(({ from, to }) => shaped.original(from, to));
  }
}

function onlyDigits(text: string): string {
  return text.replace(/\D/g, '');
}

function isWhole(text: string, from: number, to: number): boolean {
  return !wordCharacter.test(text.charAt(from - 1)) && !wordCharacter.test(text.charAt(to));
}

function joined(spans: Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.sort((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push(span);
  }
  return result;
}
