import { useMemo } from 'preact/hooks';
import { Foreign, ForeignBlock, shownLength } from '../../browser/foreign.tsx';
import { printable } from '../../core/text.ts';
import { diffText, type TextPart } from '../diff/text-diff.ts';

/** How two answers are shown: beside each other with their differences, as one text with its changes, or as they are. */
export const modes = ['beside', 'one', 'plain'] as const;
export type Mode = (typeof modes)[number];

export const modeWords: Record<Mode, string> = {
  beside: 'Side by side',
  one: 'In one text',
  plain: 'Without marks',
};

export function nextMode(mode: Mode): Mode {
  return modes[(modes.indexOf(mode) + 1) % modes.length] ?? 'beside';
}

export interface Side {
  title: string;
  /** null where there is no answer; then `instead` says why. */
  text: string | null;
  instead: string;
  /** What it cost and how long it took. */
  figures: string;
}

export function Answers({
  baseline,
  candidate,
  mode,
}: {
  baseline: Side | null;
  candidate: Side;
  mode: Mode;
}) {
  const [before, after] = [baseline?.text ?? null, candidate.text];
  // Texts that are longer than what is shown are not compared: it would take long, and the reader sees a part.
  const isShort = before !== null && after !== null && before.length + after.length <= 2 * shownLength;
  const parts = useMemo(
    () => (isShort ? diffText(printable(before), printable(after)) : null),
    [before, after, isShort],
  );
  if (baseline === null) return <AnswerPane side={candidate} parts={null} />;
  if (parts !== null && mode === 'one') {
    const side = { ...candidate, title: `${baseline.title} → ${candidate.title}`, figures: '' };
    return <AnswerPane side={side} parts={parts} />;
  }
  const shown = mode === 'plain' ? null : parts;
  return (
    <div class="pair">
      <AnswerPane side={baseline} parts={shown?.filter(({ kind }) => kind !== 'added') ?? null} />
      <AnswerPane side={candidate} parts={shown?.filter(({ kind }) => kind !== 'removed') ?? null} />
    </div>
  );
}

function AnswerPane({ side, parts }: { side: Side; parts: TextPart[] | null }) {
  const { title, text, instead, figures } = side;
  return (
    <div class="answer">
      <h4>
        <Foreign text={title} />
      </h4>
      {figures !== '' && (
        <p class="figures">
          <Foreign text={figures} />
        </p>
      )}
      {text === null && (
        <p class="muted">
          <Foreign text={instead} />
        </p>
      )}
      {text === '' && <p class="muted">an empty answer</p>}
      {text !== null &&
        text !== '' &&
        (parts ? <Marked parts={parts} label={title} /> : <ForeignBlock text={text} label={title} />)}
    </div>
  );
}

function Marked({ parts, label }: { parts: TextPart[]; label: string }) {
  return (
    <pre class="marked" dir="auto" role="region" aria-label={label} tabIndex={0}>
      {parts.map(({ kind, text }) =>
        kind === 'added' ? <ins>{text}</ins> : kind === 'removed' ? <del>{text}</del> : text,
      )}
    </pre>
  );
}
