import { Foreign } from '../../browser/foreign.tsx';
import type { TrialRecord } from '../../core/trial.ts';
import { showCaseValue, showMove } from '../shared/case-figures.ts';
import type { CaseIndex, ShownMetric } from '../shared/case-index.ts';
import { changeOf, meanAt, type Row } from './row.ts';
import { reasonOf, scoreOf, scoreWords } from './trial-words.ts';

interface Props {
  index: CaseIndex;
  row: Row;
  /** Those whose reasons are shown. */
  trials?: { baseline: TrialRecord | undefined; candidate: TrialRecord | undefined };
}

/** Every metric of the case, over its repeats, with the reasons of the repeat that is shown. */
export function ScoreTable({ index, row, trials }: Props) {
  const { baseline } = index;
  const reason = (arm: 'baseline' | 'candidate', metric: ShownMetric) =>
    reasonOf(scoreOf(trials?.[arm], metric.id));
  const mean = (arm: 'baseline' | 'candidate', place: number) => {
    const [value, metric] = [meanAt(index, arm, row.number, place), index.metrics[place]];
    if (metric === undefined) return '–';
    return value === null
      ? scoreWords(metric, scoreOf(trials?.[arm], metric.id))
      : showCaseValue(metric, value);
  };
  return (
    <div class="scroll" role="region" aria-label="Scores" tabIndex={0}>
      <table class="scores">
        <caption>
          Scores{index.repeats > 1 ? ', means over the repeats; reasons of the repeat above' : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">Evaluator</th>
            {baseline !== null && <th scope="col">{baseline}</th>}
            <th scope="col">{index.candidate}</th>
            {baseline !== null && <th scope="col">Change</th>}
            {baseline !== null && <th scope="col">Reason ({baseline})</th>}
            <th scope="col">Reason ({index.candidate})</th>
          </tr>
        </thead>
        <tbody>
          {index.metrics.map((metric, place) => (
            <tr key={metric.id}>
              <th scope="row">
                <Foreign text={metric.id} />
              </th>
              {baseline !== null && <td class="value">{mean('baseline', place)}</td>}
              <td class="value">{mean('candidate', place)}</td>
              {baseline !== null && <td class="value">{changeWords(index, row.number, place)}</td>}
              {baseline !== null && (
                <td>
                  <Foreign text={reason('baseline', metric) || '–'} />
                </td>
              )}
              <td>
                <Foreign text={reason('candidate', metric) || '–'} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function changeWords(index: CaseIndex, row: number, place: number): string {
  const metric = index.metrics[place];
  const improvement = changeOf(index, row, place);
  const [baseline, candidate] = [
    meanAt(index, 'baseline', row, place),
    meanAt(index, 'candidate', row, place),
  ];
  if (metric === undefined || improvement === null || baseline === null || candidate === null) return '–';
  return improvement === 0 ? 'same' : showMove(metric, { baseline, candidate, improvement });
}
