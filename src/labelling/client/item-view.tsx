import { Fragment } from 'preact';
import { Foreign, ForeignBlock } from '../../browser/foreign.tsx';
import type { LabelItem } from '../shared/label-task.ts';

/** What a person judges: foreign texts all of them, so none may be more than text. */
export function ItemView({ item }: { item: LabelItem }) {
  return (
    <div class="given" key={item.id}>
      <div>
        <h2>Input</h2>
        {item.input.map(([name, text]) => (
          <Fragment key={name}>
            <p class="label">
              <Foreign text={name} />
            </p>
            <ForeignBlock text={text} label={`Input: ${name}`} />
          </Fragment>
        ))}
        {item.input.length === 0 && <p class="muted">The case has no variables.</p>}
      </div>
      {item.expected !== '' && (
        <div>
          <h2>Expected</h2>
          <ForeignBlock text={item.expected} label="Expected" />
        </div>
      )}
      <div>
        <h2>Answer</h2>
        {item.answer === '' ? (
          <p class="muted">The answer is empty.</p>
        ) : (
          <ForeignBlock text={item.answer} label="Answer" class="answer" />
        )}
      </div>
    </div>
  );
}
