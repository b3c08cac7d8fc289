import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** It needs a square of the time for a text without a break, so long texts are counted in pieces. */
const longestPiece = 2000;

/** What looks like a control token is text like any other. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const encoding = require(workerData).get_encoding('o200k_base');
const count = (text) => {
  let tokens = 0;
  for (let start = 0; start < text.length; start += ${longestPiece}) {
    tokens += encoding.encode_ordinary(text.slice(start, start + ${longestPiece})).length;
  }
  return tokens;
};
parentPort.on('message', (texts) => parentPort.postMessage(texts.map(count)));
`;

interface Waiting {
  resolve(counts: number[]): void;
  reject(error: unknown): void;
}

let counting: TokenCounter | undefined;

/**
 * The tokens of each text by the tokenizer of OpenAI's newer models. It is loaded with the first call, in a thread of its own:
 * that takes up to a second, in which no answer that came could be timed, and counting takes its time too.
 */
export function countTokens(texts: readonly string[]): Promise<number[]> {
  counting ??= new TokenCounter(() => (counting = undefined));
  return counting.count(texts);
}

/** The thread answers in the order in which it is asked, and keeps the process alive only while it is. */
class TokenCounter {
  readonly #thread: Worker;
  readonly #waiting: Waiting[] = [];

  constructor(ended: () => void) {
    const workerData = createRequire(import.meta.url).resolve('tiktoken');
    this.#thread = new Worker(program, { eval: true, workerData });
    this.#thread.unref();
    this.#thread.on('message', (counts: number[]) => {
      this.#waiting.shift()?.resolve(counts);
      if (this.#waiting.length === 0) this.#thread.unref();
    });
    this.#thread.on('error', (error) => {
      ended();
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  count(texts: readonly string[]): Promise<number[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#thread.ref();
      this.#thread.postMessage(texts);
    });
  }
}
