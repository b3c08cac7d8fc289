import { ConflictError } from '../../src/core/errors.ts';
import type { LabelSession } from '../../src/labelling/session.ts';
import type { GivenLabel, LabelItem, LabelState } from '../../src/labelling/shared/label-task.ts';
import { questionOf } from '../../src/labelling/shared/question.ts';

export const hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script>\u202e\u001b[2J';

export interface MemorySession extends LabelSession {
  given: GivenLabel[];
  /** The next label is refused. */
  refuseNext(): void;
}

/** Labels that are kept in memory alone. */
export function memorySession(
  changes: Partial<Omit<LabelState, 'items'>> & { items?: LabelItem[] } = {},
): MemorySession {
  const {
    items = ['a', 'b', 'c'].map(
      (id): LabelItem => ({
        id,
        input: [['message', `${id}: ${hostile}`]],
        expected: 'billing',
        answer: `answer ${id} ${hostile}`,
      }),
    ),
    ...about
  } = changes;
  const labels = new Map<string, GivenLabel>();
  const given: GivenLabel[] = [];
  let refuses = false;
  const state = (): LabelState => ({
    prompt: 'greeting',
    metric: 'tone',
    run: '20261121-154501-9f3c1a',
    question: questionOf({ metric: 'tone', kind: 'binary', range: [0, 1] }),
    by: 'ana@example.com',
    isBySettled: false,
    next: 'prompteval calibrate greeting --metric tone --labels sheet.csv',
    ...about,
    items: items.map(({ id }) => ({
      id,
      value: labels.get(id)?.value ?? null,
      note: labels.get(id)?.note ?? '',
    })),
  });
  return {
    given,
    refuseNext: () => {
      refuses = true;
    },
    state,
    item: (id) => items.find((item) => item.id === id),
    async give(label) {
      if (refuses) {
        refuses = false;
        throw new ConflictError('somebody else wrote here');
      }
      given.push(label);
      labels.set(label.id, label);
      return { notice: null };
    },
  };
}
