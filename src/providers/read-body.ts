import type { IncomingMessage } from 'node:http';
import { maxBodyBytes, tooLarge } from './content-encoding.ts';
import { TransportError } from './transport-error.ts';

/** Hears of a body as it comes. After `end` or `fail` nothing more that counts. */
export interface BodyListener {
  data(chunk: Buffer): void;
  end(): void;
  fail(error: TransportError): void;
}

/** Reads a body to its end; it fails where the connection ends before it is complete, and where it has no end. */
export function readBody(response: IncomingMessage, listener: BodyListener): void {
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBodyBytes) {
      listener.fail(tooLarge());
    } else listener.data(chunk);
  });
  response.on('error', (cause) => listener.fail(cutError(cause)));
  response.on('end', () => listener.end());
  // Every reply closes, a cut one without `end`. An error for each whole one would cost its stack trace.
  response.on('close', () => {
    if (!response.readableEnded) listener.fail(cutError());
  });
}

/** The whole body. */
export function takeBody(response: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    readBody(response, {
      data: (chunk) => chunks.push(chunk),
      end: () => resolve(Buffer.concat(chunks)),
      fail: reject,
    });
  });
}

function cutError(cause?: unknown): TransportError {
  return new TransportError('cut', 'the connection was closed in the middle of the reply', { cause });
}
