import { useState } from 'preact/hooks';
import { formatCount } from '../../core/format.ts';
import { printable } from '../../core/text.ts';
import type { LabelItem } from '../shared/label-task.ts';

/** What a person judges: foreign texts all of them, so none may be more than text. */
export function ItemView({ item }: { item: LabelItem }) {
  return (
    <div class="given" key={item.id}>
      <div>
        <h2>Input</h2>
        {item.input.map(([name, text]) => (
          <Text key={name} label={`Input: ${name}`} name={name} text={text} />
        ))}
        {item.input.length === 0 && <p class="muted">The case has no variables.</p>}
      </div>
      {item.expected !== '' && (
        <div>
          <h2>Expected</h2>
          <Text text={item.expected} label="Expected" />
        </div>
      )}
      <div>
        <h2>Answer</h2>
        {item.answer === '' ? (
          <p class="muted">The answer is empty.</p>
        ) : (
          <Text text={item.answer} label="Answer" className="answer" />
        )}
      </div>
    </div>
  );
}

interface TextProps {
  /** No two on the page are the same. */
  label: string;
  text: string;
  /** Shown above the text. */
  name?: string;
  className?: string;
}

/** Characters that are shown at once. */
const shownLength = 20_000;

function Text({ label, text, name, className = '' }: TextProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? text : text.slice(0, shownLength);
  return (
    <>
      {name !== undefined && (
        <p class="label">
          <bdi>{printable(name)}</bdi>
        </p>
      )}
      <pre class={className} dir="auto" role="region" aria-label={printable(label)} tabIndex={0}>
        {printable(shown)}
      </pre>
      {shown.length < text.length && (
        <p>
          <button type="button" onClick={() => setWhole(true)}>
            Show all {formatCount(text.length)} characters
          </button>
        </p>
      )}
    </>
  );
}
