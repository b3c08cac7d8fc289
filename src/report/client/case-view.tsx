import { useEffect, useRef, useState } from 'preact/hooks';
import { Foreign } from '../../browser/foreign.tsx';
import { shellWord } from '../../core/shell-word.ts';
import type { CaseIndex } from '../shared/case-index.ts';
import { type Mode, modes, modeWords } from './answers.tsx';
import type { Blocks, LoadedCase } from './blocks.ts';
import { CaseBody } from './case-body.tsx';
import { copyText } from './copy-text.ts';
import { commandFor, type Row } from './row.ts';

interface Props {
  index: CaseIndex;
  row: Row;
  blocks: Blocks;
  /** `3 of 326`; empty where the list does not hold the row. */
  place: string;
  mode: Mode;
  onMode(mode: Mode): void;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose(): void;
  /** Tells what happened, also to those who do not see it. */
  say(text: string): void;
}

/** One case on one model: what was asked, what both arms answered, and why it was scored so. */
export function CaseView({
  index,
  row,
  blocks,
  place,
  mode,
  onMode,
  onPrevious,
  onNext,
  onClose,
  say,
}: Props) {
  const [loaded, setLoaded] = useState<LoadedCase | Error | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    let isGone = false;
    const show = (value: LoadedCase | Error) => {
      if (!isGone) setLoaded(value);
    };
    blocks
      .load(row.number)
      .then(show, (error) => show(error instanceof Error ? error : new Error(String(error))));
    heading.current?.focus({ preventScroll: true });
    const top = heading.current?.getBoundingClientRect().top ?? 0;
    // The reader steps from case to case in one place.
    if (top < 0 || top > innerHeight / 2) heading.current?.scrollIntoView();
    return () => {
      isGone = true;
    };
  }, [blocks, row.number]);

  const command = commandFor(index, row, shellWord);
  const copy = async (text: string, what: string) => say(await copyText(text, what));
  const about = [
    ...row.slices,
    row.model,
    ...(row.critical ? ['critical'] : []),
    ...(place === '' ? [] : [place]),
  ];
  return (
    <section class="case-view" aria-labelledby="case-title">
      <header class="case-head">
        <h3 id="case-title" ref={heading} tabIndex={-1}>
          <Foreign text={row.case} /> <span class={`move ${row.tone}`}>{row.move}</span>
        </h3>
        <p class="muted">
          <Foreign text={about.filter((part) => part !== '').join(' · ')} />
        </p>
        <div class="actions">
          <button type="button" disabled={!onPrevious} onClick={onPrevious}>
            ◀ Previous
          </button>
          <button type="button" disabled={!onNext} onClick={onNext}>
            Next ▶
          </button>
          <button type="button" onClick={() => copy(location.href, 'The link')}>
            Copy link
          </button>
          {command !== null && (
            <button type="button" title={command} onClick={() => copy(command, 'The command')}>
              Copy command to run it again
            </button>
          )}
          {index.baseline !== null && (
            <label>
              <span>Answers</span>
              <select
                value={mode}
                onChange={(event) =>
                  onMode(modes.find((known) => known === event.currentTarget.value) ?? 'beside')
                }
              >
                {modes.map((known) => (
                  <option key={known} value={known}>
                    {modeWords[known]}
                  </option>
                ))}
              </select>
            </label>
          )}
          <button type="button" onClick={onClose}>
            Close
          </button>
        </div>
      </header>
      <CaseContent index={index} row={row} loaded={loaded} mode={mode} />
    </section>
  );
}

function CaseContent({
  index,
  row,
  loaded,
  mode,
}: {
  index: CaseIndex;
  row: Row;
  loaded: LoadedCase | Error | null;
  mode: Mode;
}) {
  if (loaded === null) return <p class="muted">Opening …</p>;
  if (loaded instanceof Error) return <p class="notice">The details can’t be read: {loaded.message}.</p>;
  return <CaseBody index={index} row={row} stored={loaded.stored} mode={mode} />;
}
