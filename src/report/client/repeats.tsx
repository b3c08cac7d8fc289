import { formatCount } from '../../core/format.ts';
import { printable } from '../../core/text.ts';
import type { TrialRecord } from '../../core/trial.ts';
import type { CaseIndex } from '../shared/case-index.ts';
import type { Row } from './row.ts';
import { scoreOf, scoreWords } from './trial-words.ts';

interface Props {
  index: CaseIndex;
  row: Row;
  trials: readonly TrialRecord[];
  repeat: number;
  onRepeat(repeat: number): void;
}

/** Each repeat with both arms' scores on the metric that moved most; one of them is shown. */
export function Repeats({ index, row, trials, repeat: shown, onRepeat }: Props) {
  const metric = index.metrics[Math.max(0, index.rows.metric[row.number] ?? 0)];
  const words = (arm: 'baseline' | 'candidate', repeat: number) => {
    const trial = trials.find((entry) => entry.arm === arm && entry.repeat === repeat);
    if (trial === undefined) return '–';
    if (trial.failure) return 'failed';
    return metric ? scoreWords(metric, scoreOf(trial, metric.id)) : 'answered';
  };
  const repeats = [...new Set(trials.map((trial) => trial.repeat))].sort((a, b) => a - b);
  return (
    <div class="repeats" role="group" aria-label={printable(`Repeats, ${metric?.id ?? ''}`)}>
      <span class="muted">Repeats</span>
      {repeats.map((repeat) => (
        <button key={repeat} type="button" aria-pressed={repeat === shown} onClick={() => onRepeat(repeat)}>
          {formatCount(repeat + 1)}: {index.baseline !== null && `${words('baseline', repeat)} → `}
          {words('candidate', repeat)}
        </button>
      ))}
    </div>
  );
}
