import type { KeyWords } from '../../browser/key-words.ts';
import { KeysDialog } from '../../browser/keys-dialog.tsx';
import type { LabelChoice } from '../shared/label-task.ts';
import { keyWords } from './keys.ts';

interface Props {
  isOpen: boolean;
  choices: readonly LabelChoice[];
  hasKeys: boolean;
  onKeys(on: boolean): void;
  onClose(): void;
}

/** The keys of the labels, and those of the page. */
export function Help({ choices, ...props }: Props) {
  const labels = choices
    .filter(({ keys }) => keys.length > 0)
    .map(({ keys, name }): KeyWords => [keys.join(', '), `the label ${name}`]);
  return <KeysDialog words={[...labels, ...keyWords]} {...props} />;
}
