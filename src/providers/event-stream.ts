import type { IncomingMessage } from 'node:http';
import type { EndSignal } from '../core/call-signal.ts';
import {
  type HttpHead,
  type HttpReply,
  type HttpRequest,
  headOf,
  send,
  type Taken,
  takeReply,
} from './http-exchange.ts';
import { loopLag } from './loop-lag.ts';
import { readBody } from './read-body.ts';
import { TransportError } from './transport-error.ts';

/** A reply whose body is read as it comes. */
export interface StreamedReply extends HttpHead {
  body: ArrivingBody;
}

export interface ArrivingBody {
  /** Waits for the next piece. Rejects with the signal's reason, or with TransportError. */
  next(): Promise<Piece>;
  /** Closes the connection where the rest is not wanted. */
  close(): void;
}

export interface Piece {
  /** null at the end. */
  bytes: Uint8Array | null;
  taken: Taken;
}

/** Like `exchange`, but where the server streams events, they are handed on as they come. */
export function exchangeStream(call: HttpRequest): Promise<HttpReply | StreamedReply> {
  return send<HttpReply | StreamedReply>(call, async (response, stamp) => {
    if (!isEventStream(response)) return takeReply(response, stamp);
    const head = headOf(response);
    const packed = head.headers['content-encoding'];
    if (packed !== undefined && packed !== 'identity') {
      throw new TransportError('bad-reply', 'the stream is packed, though plain text was asked for');
    }
    return { ...head, body: arrivingBody(response, stamp, call.signal) };
  });
}

/** A refusal is short: it is taken whole, whatever it calls itself. */
function isEventStream({ statusCode = 0, headers }: IncomingMessage): boolean {
  return (
    statusCode >= 200 && statusCode < 300 && /^text\/event-stream\b/i.test(headers['content-type'] ?? '')
  );
}

/** What comes is taken off the wire at once and stamped, so that a reader that is late does not make the model late. */
function arrivingBody(response: IncomingMessage, stamp: () => Taken, signal: EndSignal | null): ArrivingBody {
  const queue: Piece[] = [];
  let failure: TransportError | undefined;
  let wake = () => {};
  const add = (bytes: Piece['bytes']) => {
    queue.push({ bytes, taken: stamp() });
    // Most is done at the end: pieces are small.
    if (bytes === null) loopLag().goOn(() => wake());
    else wake();
  };
  readBody(response, {
    data: add,
    end: () => add(null),
    fail(error) {
      failure ??= error;
      response.destroy();
      wake();
    },
  });
  return {
    async next() {
      if (queue.length === 0 && failure === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const piece = queue.shift();
      if (piece !== undefined) return piece;
      throw signal?.aborted ? signal.reason : failure;
    },
    close: () => response.destroy(),
  };
}
