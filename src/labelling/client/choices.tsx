import { useState } from 'preact/hooks';
import { printable } from '../../core/text.ts';
import type { Label, LabelQuestion } from '../shared/label-task.ts';

interface Props {
  question: LabelQuestion;
  given: Label;
  /** As it stands in its field. */
  note: string;
  onNote(note: string): void;
  onGive(value: number | null): void;
}

/** The question with a button for each label, or a field for a number; and a note. */
export function Choices({ question, given, note, onNote, onGive }: Props) {
  const { text, choices } = question;
  return (
    <div class="choices">
      <fieldset>
        <legend>{printable(text)}</legend>
        {choices ? (
          choices.map(({ value, keys, name, means }) => (
            <button
              key={value}
              type="button"
              aria-pressed={given.value === value}
              onClick={() => onGive(value)}
            >
              {keys[0] !== undefined && <kbd>{keys[0]}</kbd>} {keys[0] !== name && name}
              {means !== undefined && <span class="means">{printable(means)}</span>}
            </button>
          ))
        ) : (
          <NumberField question={question} given={given} onGive={onGive} />
        )}
      </fieldset>
      <div class="note-row">
        <label>
          Note
          <input
            id="note"
            value={note}
            maxLength={2000}
            onInput={(event) => onNote(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
          />
        </label>
        <button
          type="button"
          disabled={given.value === null || note === given.note}
          onClick={() => onGive(given.value)}
        >
          Keep the note
        </button>
        <button type="button" disabled={given.value === null} onClick={() => onGive(null)}>
          <kbd>x</kbd> No label
        </button>
      </div>
    </div>
  );
}

function NumberField({
  question: { range },
  given,
  onGive,
}: Pick<Props, 'question' | 'given'> & { onGive(value: number): void }) {
  const [text, setText] = useState(String(given.value ?? ''));
  const [low, high] = range;
  return (
    <form
      class="tools"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onGive(Number(text));
      }}
    >
      <label>
        From {low} to {high}{' '}
        <input
          type="number"
          min={low}
          max={high}
          step="any"
          required
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit">Give</button>
    </form>
  );
}
