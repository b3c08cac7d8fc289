/** A message that stands in the prompt together with a reply to it. */
export interface WrittenReply {
  message: string;
  reply: string;
}

const messageLine = /^\s*(?:message|input|text|question|customer)[ \t]*:[ \t]*(.*)$/i;
const replyLine = /^\s*(?:reply|response|draft)[ \t]*:[ \t]*(.*)$/i;

/**
 * Takes the replies out of a text: a line `Message: …`, which may go on, then a line `Reply: …`, which goes on up to an empty
 * line or the next message. Everything else is instructions.
 */
export function splitReplies(text: string): { instructions: string; replies: WrittenReply[] } {
  const replies: WrittenReply[] = [];
  let instructions: string[] = [];
  let message: string[] | null = null;
  let reply: string[] | null = null;
  const close = () => {
    if (message !== null && reply !== null) {
      replies.push({ message: message.join('\n').trim(), reply: reply.join(' ').trim() });
    } else {
      instructions = instructions.concat(message ?? []);
    }
    message = null;
    reply = null;
  };
  for (const line of text.split('\n')) {
    const asked = messageLine.exec(line);
    const said: RegExpExecArray | null = message === null || reply !== null ? null : replyLine.exec(line);
    if (asked !== null) {
      close();
      message = [asked[1] ?? ''];
    } else if (said !== null) {
      reply = [said[1] ?? ''];
    } else if (reply !== null && line.trim() === '') {
      close();
    } else {
      (reply ?? message ?? instructions).push(reply === null ? line : line.trim());
    }
  }
  close();
  return { instructions: instructions.join('\n'), replies };
}
