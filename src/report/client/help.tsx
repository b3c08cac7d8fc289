import { useEffect, useRef } from 'preact/hooks';
import { keyWords } from './keys.ts';

interface Props {
  isOpen: boolean;
  onClose(): void;
  hasKeys: boolean;
  onKeys(on: boolean): void;
}

/** The keys, and a way to switch those off that speech input could press by accident. */
export function Help({ isOpen, onClose, hasKeys, onKeys }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        {keyWords.map(([keys, does]) => (
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
      <p>
        Search for <code>slice:</code>, <code>model:</code>, <code>eval:</code> or <code>status:</code> and a
        value, as in <code>slice:billing status:worse</code>; a value with spaces stands in quotes. Everything
        else is looked for in ids and inputs.
      </p>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
