import { KeysDialog } from '../../browser/keys-dialog.tsx';
import { keyWords } from './keys.ts';

interface Props {
  isOpen: boolean;
  onClose(): void;
  hasKeys: boolean;
  onKeys(on: boolean): void;
}

/** The keys, and what can be searched for. */
export function Help(props: Props) {
  return (
    <KeysDialog words={keyWords} {...props}>
      <p>
        Search for <code>slice:</code>, <code>model:</code>, <code>eval:</code> or <code>status:</code> and a
        value, as in <code>slice:billing status:worse</code>; a value with spaces stands in quotes. Everything
        else is looked for in ids and inputs.
      </p>
    </KeysDialog>
  );
}
