/** What stands from `at` on for the original's characters from `start` to `end`: one for one, or all of it for all of them. */
interface Piece {
  at: number;
  start: number;
  end: number;
  oneForOne: boolean;
}

/** A text in a form in which different writings of the same are equal. It knows where its characters stood. */
export class ShapedText {
  readonly text: string;
  readonly #pieces: readonly Piece[];

  constructor(text: string, pieces: readonly Piece[]) {
    this.text = text;
    this.#pieces = pieces;
  }

  /** Where that stood in the original which the characters from `from` to before `to` are for. */
  original(from: number, to: number): Span {
    const first = this.#pieceAt(from);
    const last = this.#pieceAt(to - 1);
    return {
      from: first.oneForOne ? first.start + from - first.at : first.start,
      to: last.oneForOne ? last.start + to - last.at : last.end,
    };
  }

  #pieceAt(index: number): Piece {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.at ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low] ?? { at: 0, start: 0, end: this.text.length, oneForOne: true };
  }
}

/** Characters from `from` to before `to`. */
export interface Span {
  from: number;
  to: number;
}

/** Builds one from the parts that are written differently; what lies between them stays. */
export class ShapedTextBuilder {
  readonly #original: string;
  readonly #between: (part: string) => string;
  readonly #pieces: Piece[] = [];
  #text = '';
  #end = 0;
  #endsInSpace = false;

  /** @param between gives what lies between the parts its form, one for one. */
  constructor(original: string, between: (part: string) => string = (part) => part) {
    this.#original = original;
    this.#between = between;
  }

  /** Two spaces on end are one. */
  put(start: number, end: number, shaped: string): void {
    this.#keep(start);
    this.#end = end;
    if (shaped === '' || (shaped === ' ' && this.#endsInSpace)) return;
    this.#append(start, end, shaped);
  }

  done(): ShapedText {
    this.#keep(this.#original.length);
    return new ShapedText(this.#text, this.#pieces);
  }

  #keep(end: number): void {
    if (this.#endsInSpace && this.#original.startsWith(' ', this.#end)) this.#end++;
    if (end > this.#end) this.#append(this.#end, end, this.#between(this.#original.slice(this.#end, end)));
    this.#end = end;
  }

  #append(start: number, end: number, shaped: string): void {
    const oneForOne = shaped.length === end - start;
    const last = this.#pieces.at(-1);
    if (oneForOne && last?.oneForOne && last.end === start) last.end = end;
    else this.#pieces.push({ at: this.#text.length, start, end, oneForOne });
    this.#text += shaped;
    // Of the part and not of the whole, which would be put together anew each time.
    this.#endsInSpace = shaped.endsWith(' ');
  }
}
