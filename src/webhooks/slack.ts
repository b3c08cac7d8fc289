import { excerpt } from '../core/text.ts';
import type { WebhookPayload } from '../core/webhook.ts';

/** The same as one line for Slack's incoming webhooks. */
export function slackMessage(payload: WebhookPayload): { text: string } {
  const { job } = payload;
  const link = job === null ? '' : ` <${job.replace(/[<>|]/g, encodeURIComponent)}|Log>`;
  return { text: `${sentenceOf(payload)}${link}` };
}

function sentenceOf(payload: WebhookPayload): string {
  const { event, from, to, seq, incident, gates, override } = payload;
  const [prompt, alias, actor] = [payload.prompt, payload.alias, payload.actor].map(slackText);
  const was = from === null ? '' : ` (was v${from})`;
  switch (event) {
    case 'promote': {
      const word = override ? 'Released WITHOUT PROOF' : 'Released';
      return `${word}: ${alias} of *${prompt}* is v${to}${was}, move ${seq}, by ${actor}.`;
    }
    case 'rollback':
      return `Rolled back: ${alias} of *${prompt}* is v${to} again${was}, move ${seq}, by ${actor}.`;
    case 'block': {
      const open = gates.filter(({ enforced, status }) => enforced && status !== 'pass');
      const names = open.slice(0, 5).map(({ gate, status }) => `${slackText(gate)} (${status})`);
      const stays = from === null ? `${alias} names nothing yet` : `${alias} stays at v${from}`;
      return `Blocked: *${prompt}* is not released, ${stays}. ${names.join(', ')}${open.length > 5 ? ', …' : ''}`;
    }
    case 'incident':
      return `Incident ${incident} of *${prompt}*: v${from} was taken back, ${alias} is v${to}.`;
  }
}

/** No mention, no link and no markup: Slack reads `<…>`, and signs around words. */
function slackText(text: string): string {
  return excerpt(text, 120)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@*_~`]/g, '$&\u200b');
}
