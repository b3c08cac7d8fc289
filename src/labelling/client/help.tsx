import { useEffect, useRef } from 'preact/hooks';
import type { LabelChoice } from '../shared/label-task.ts';
import { keyWords } from './keys.ts';

interface Props {
  isOpen: boolean;
  choices: readonly LabelChoice[];
  hasKeys: boolean;
  onKeys(on: boolean): void;
  onClose(): void;
}

/** The keys, and a way to switch those off that speech input could press by accident. */
export function Help({ isOpen, choices, hasKeys, onKeys, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const labels = choices
    .filter(({ keys }) => keys.length > 0)
    .map(({ keys, name }): [string, string] => [keys.join(', '), `the label ${name}`]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        {[...labels, ...keyWords].map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(', ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p>
        <label>
          <input
            type="checkbox"
            checked={hasKeys}
            onChange={(event) => onKeys(event.currentTarget.checked)}
          />{' '}
          Keys of one character work
        </label>
      </p>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
