import { useState } from 'preact/hooks';
import { Foreign, ForeignBlock } from '../../browser/foreign.tsx';
import { formatCount } from '../../core/format.ts';
import type { ArmName, TrialRecord } from '../../core/trial.ts';
import type { CaseRow, ShownValue } from '../shared/case-detail.ts';
import type { CaseIndex } from '../shared/case-index.ts';
import { Answers, type Mode, type Side } from './answers.tsx';
import { caseDetail } from './case-detail.ts';
import { rawCase } from './raw-case.ts';
import { Repeats } from './repeats.tsx';
import type { Row } from './row.ts';
import { ScoreTable } from './score-table.tsx';
import { trialFigures, worstRepeat } from './trial-words.ts';

interface Props {
  index: CaseIndex;
  row: Row;
  /** null where only the scores are kept. */
  stored: CaseRow | null;
  mode: Mode;
}

export function CaseBody({ index, row, stored, mode }: Props) {
  const detail = stored && caseDetail(stored);
  const trials = detail?.trials ?? [];
  const [repeat, setRepeat] = useState(() => worstRepeat(index, row, trials));
  if (stored === null || detail === null) {
    return (
      <>
        <p class="notice">
          Only the scores of this case are kept in this page; trials.jsonl beside it has the answers.
        </p>
        <ScoreTable index={index} row={row} />
      </>
    );
  }
  const trialOf = (arm: ArmName) => trials.find((trial) => trial.arm === arm && trial.repeat === repeat);
  const [baseline, candidate] = [trialOf('baseline'), trialOf('candidate')];
  const repeatWords = index.repeats > 1 ? ` · repeat ${formatCount(repeat + 1)}` : '';
  return (
    <>
      <div class="pair">
        <Values title="Input" values={detail.variables} nothing="not stored with this run" />
        <Values title="Expected" values={detail.expected} nothing="nothing stated" />
      </div>
      {index.repeats > 1 && (
        <Repeats index={index} row={row} trials={trials} repeat={repeat} onRepeat={setRepeat} />
      )}
      <Answers
        mode={mode}
        baseline={
          index.baseline === null ? null : sideOf(`Baseline ${index.baseline}${repeatWords}`, baseline)
        }
        candidate={sideOf(`Candidate ${index.candidate}${repeatWords}`, candidate)}
      />
      <ScoreTable index={index} row={row} trials={{ baseline, candidate }} />
      <Raw text={() => JSON.stringify(rawCase(row, stored), null, 2)} />
    </>
  );
}

function sideOf(title: string, trial: TrialRecord | undefined): Side {
  const { completion, failure } = trial ?? {};
  return {
    title,
    text: completion === undefined ? null : completion.text,
    instead: failure === undefined ? 'not asked' : `The call failed: ${failure.code}: ${failure.message}`,
    figures: trial === undefined ? '' : trialFigures(trial),
  };
}

function Values({ title, values, nothing }: { title: string; values: ShownValue[]; nothing: string }) {
  return (
    <details open={title === 'Input'}>
      <summary>{title}</summary>
      {values.length === 0 && <p class="muted">{nothing}</p>}
      {values.map(({ name, text }) => (
        <div key={name}>
          {title === 'Input' && (
            <p class="label">
              <Foreign text={name} />
            </p>
          )}
          <ForeignBlock text={text} label={`${title} ${name}`} />
        </div>
      ))}
    </details>
  );
}

/** Made when it is asked for. */
function Raw({ text }: { text: () => string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Raw JSON</summary>
      {isOpen && <ForeignBlock text={text()} label="Raw JSON" />}
    </details>
  );
}
