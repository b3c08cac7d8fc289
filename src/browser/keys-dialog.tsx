import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { KeyWords } from './key-words.ts';

interface Props {
  words: readonly KeyWords[];
  isOpen: boolean;
  onClose(): void;
  hasKeys: boolean;
  onKeys(on: boolean): void;
  /** What else helps on this page. */
  children?: ComponentChildren;
}

/** The keys, and a way to switch those off that speech input could press by accident. */
export function KeysDialog({ words, isOpen, onClose, hasKeys, onKeys, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        {words.map(([keys, does]) => (
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
      {children}
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
