import type { GivenLabel, LabelItem, LabelReceipt, LabelState } from '../shared/label-task.ts';

/** A label that was not kept, and what stands there instead, where the server could say so. */
export class NotKept extends Error {
  readonly items: LabelState['items'] | undefined;

  constructor(message: string, items?: LabelState['items']) {
    super(message);
    this.items = items;
  }
}

/** Everything stands below the page's own address, which holds the token. */
export const api = {
  state: () => ask<LabelState>('state'),
  item: (id: string) => ask<LabelItem>(`items/${id}`),
  give: (label: GivenLabel) => ask<LabelReceipt>('labels', label),
  done: () => ask<object>('done', {}),
};

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, init).catch(() => {
    throw new NotKept(
      'prompteval does not answer: it was stopped. What was labelled before is kept; start it again to go on.',
    );
  });
  const answer = await response.json();
  if (response.ok) return answer;
  throw new NotKept(String(answer.message), answer.items);
}
