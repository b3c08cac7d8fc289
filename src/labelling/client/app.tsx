import { useEffect, useRef, useState } from 'preact/hooks';
import { printable } from '../../core/text.ts';
import type { LabelState } from '../shared/label-task.ts';
import { countLabelled } from '../shared/progress.ts';
import { api } from './api.ts';
import { Choices } from './choices.tsx';
import { Help } from './help.tsx';
import { ItemView } from './item-view.tsx';
import type { PageAction } from './keys.ts';
import { useItem } from './use-item.ts';
import { useKeys } from './use-keys.ts';
import { useLabels } from './use-labels.ts';

/** One answer after the other. */
export function App({ state }: { state: LabelState }) {
  const { metric, question, isBySettled, next } = state;
  const labels = useLabels(state);
  const { items, index, trouble, notice } = labels;
  const [by, setBy] = useState(state.by);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [hasKeys, setKeys] = useState(true);
  const [isFinished, setFinished] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const item = useItem(items, index);
  const given = items[index] ?? { value: null, note: '' };
  const labelled = countLabelled(items);
  // With its answer's place, so that it never goes to the next one, however fast the keys come.
  const [written, setWritten] = useState<{ index: number; note: string } | null>(null);
  const note = written?.index === index ? written.note : given.note;

  useEffect(() => {
    document.documentElement.scrollTop = 0;
    heading.current?.focus({ preventScroll: true });
  }, [index]);

  const give = (value: number | null) => {
    setWritten(null);
    labels.give({ value, note: value === null ? '' : note }, by);
  };
  const act = (action: PageAction, event: KeyboardEvent) => {
    event.preventDefault();
    if (typeof action === 'object') return give(action.give);
    const acts = {
      next: () => labels.goTo(index + 1),
      previous: () => labels.goTo(index - 1),
      unlabelled: labels.goToUnlabelled,
      undo: () => {
        setWritten(null);
        labels.undo(by);
      },
      clear: () => given.value !== null && give(null),
      note: () => document.getElementById('note')?.focus(),
      help: () => setHelpOpen(true),
    };
    acts[action]();
  };
  useKeys(hasKeys && !isFinished, question.choices ?? [], act);

  async function finish(): Promise<void> {
    await labels.settled();
    await api.done().catch(() => undefined);
    setFinished(true);
  }

  if (isFinished) return <Finished labelled={labelled} total={items.length} next={next} />;
  return (
    <div class="labelling">
      <h1 ref={heading} tabIndex={-1}>
        {printable(metric)}: answer {index + 1} of {items.length}
      </h1>
      <div class="bar-row">
        <progress max={items.length} value={labelled} aria-label="Labelled" />
        <span role="status">
          {labelled} of {items.length} labelled
        </span>
      </div>
      {trouble !== null && (
        <p class="alert" role="alert">
          Not kept: {printable(trouble)}
        </p>
      )}
      {notice !== null && (
        <p class="notice" role="status">
          {printable(notice)}
        </p>
      )}
      {item ? <ItemView item={item} /> : <p class="muted">Loading…</p>}
      <Choices
        key={index}
        question={question}
        given={given}
        note={note}
        onNote={(text) => setWritten({ index, note: text })}
        onGive={give}
      />
      <div class="tools">
        <button type="button" disabled={index === 0} onClick={() => labels.goTo(index - 1)}>
          <kbd>k</kbd> Previous
        </button>
        <button type="button" disabled={index === items.length - 1} onClick={() => labels.goTo(index + 1)}>
          <kbd>j</kbd> Next
        </button>
        <button type="button" disabled={!labels.canUndo} onClick={() => labels.undo(by)}>
          <kbd>u</kbd> Undo
        </button>
        <button type="button" onClick={() => setHelpOpen(true)}>
          <kbd>?</kbd> Keys
        </button>
        <button type="button" onClick={() => void finish()}>
          Finish
        </button>
        {isBySettled ? (
          <span class="muted">
            You are <bdi>{printable(by)}</bdi>.
          </span>
        ) : (
          <label>
            Your name{' '}
            <input value={by} maxLength={200} onInput={(event) => setBy(event.currentTarget.value)} />
          </label>
        )}
      </div>
      <Help
        isOpen={isHelpOpen}
        choices={question.choices ?? []}
        hasKeys={hasKeys}
        onKeys={setKeys}
        onClose={() => setHelpOpen(false)}
      />
    </div>
  );
}

function Finished({ labelled, total, next }: { labelled: number; total: number; next: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="labelling">
      <h1 ref={heading} tabIndex={-1}>
        {labelled} of {total} labelled
      </h1>
      <p>Everything is kept, and this page can be closed. Next, in a terminal:</p>
      <pre role="region" aria-label="The next command" tabIndex={0}>
        {printable(next)}
      </pre>
    </div>
  );
}
