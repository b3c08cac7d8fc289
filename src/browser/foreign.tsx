import { useState } from 'preact/hooks';
import { formatCount } from '../core/format.ts';
import { printable } from '../core/text.ts';

/** Text of a model or a dataset in a line: it can't turn the writing direction around it. */
export function Foreign({ text }: { text: string }) {
  return <bdi>{printable(text)}</bdi>;
}

/** Characters that are shown at once. */
export const shownLength = 20_000;

interface BlockProps {
  text: string;
  /** No two on a page are the same. */
  label: string;
  class?: string;
}

/** Such a text as a block that scrolls by itself. */
export function ForeignBlock({ text, label, class: className }: BlockProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? text : text.slice(0, shownLength);
  return (
    <>
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
