import { resolve } from 'node:path';
import type { ArmCalibration, CalibrationRecord, LabelledShare } from '../../core/calibration.ts';
import { InputError } from '../../core/errors.ts';
import { counted, formatNumber, formatShare } from '../../core/format.ts';
import { shellWord } from '../../core/shell-word.ts';
import { printable } from '../../core/text.ts';
import { readLabelSheet, writeLabelSheet } from '../../project/labelling/calibrate.ts';
import { openCalibrationPage } from '../../project/labelling/calibration-page.ts';
import { expectedLabel } from '../../project/labelling/label-sheet.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { type LabelPageFlags, serveLabelPage } from '../label-page.ts';
import { open } from '../open.ts';
import type { Output } from '../output.ts';
import { table } from '../table.ts';

interface CalibrateFlags extends LabelPageFlags {
  metric: string;
  run?: string;
  sample: number;
  out?: string;
  labels?: string;
  page?: boolean;
}

export async function run([name = '']: string[], flags: CalibrateFlags): Promise<void> {
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const { metric, labels, out } = flags;
  refuseWithoutPage(flags);
  if (flags.page) {
    const { session, file } = await openCalibrationPage(project, prompt, {
      metric,
      run: flags.run,
      sample: flags.sample,
      out: out === undefined ? undefined : resolve(out),
      labels: labels === undefined ? undefined : resolve(labels),
    });
    return serveLabelPage(output, session, flags, file);
  }
  if (labels !== undefined) {
    refuseBesideLabels(flags);
    const { record, file } = await readLabelSheet(project, prompt, { metric, labels: resolve(labels) });
    output.printJson(record);
    print(output, record);
    output.note(`Kept in ${file}. Commit it: gates with requireCalibration go by it from the next run on.`);
    return;
  }
  const sheet = await writeLabelSheet(project, prompt, {
    metric,
    run: flags.run,
    sample: flags.sample,
    out: out === undefined ? undefined : resolve(out),
  });
  const { metric: labelled, ...written } = sheet;
  output.printJson({ prompt: name, metric, ...written });
  output.print(`${counted(sheet.answers, 'answer')} of run ${sheet.run} to label in ${sheet.file}`);
  output.note(
    `Fill in the column "label" with ${expectedLabel(labelled)}, or on a page with --page; then: prompteval calibrate ${name} --metric ${metric} --labels ${shellWord(sheet.file)}`,
  );
}

function refuseWithoutPage({ page, open: opens }: CalibrateFlags): void {
  if (!opens || page) return;
  throw new InputError({ field: '--open', message: 'goes with --page only' });
}

/** The labelled file says itself which run it is about. */
function refuseBesideLabels({ run: id, out }: CalibrateFlags): void {
  const problems = [...(id === undefined ? [] : ['--run']), ...(out === undefined ? [] : ['--out'])].map(
    (field) => ({ field, message: 'does not go with --labels', hint: 'The file names its run' }),
  );
  if (problems.length > 0) throw new InputError(problems);
}

function print(output: Output, record: CalibrationRecord): void {
  const { prompt, metric, labelled, agreement, kappa, arms } = record;
  const title = output.bold(printable(`${prompt}: ${metric} against people`));
  output.print(`${title}, ${counted(labelled, 'answer')} of run ${record.run}`);
  output.print(`The same value in ${formatShare(agreement)} of them. ${kappaWords(kappa)}`);
  const rows = arms.map((arm) => [
    arm.arm,
    String(arm.labelled),
    formatShare(arm.agreement),
    ...reliabilityCells(arm),
  ]);
  output.print(
    table(['arm', 'labelled', 'same', 'passes what you pass', 'fails what you fail'], rows, {
      width: output.width,
    }),
  );
  output.print(differenceWords(record));
}

/** Of kappa; of full agreement the interval has no width either, and says so truly. */
const rounding = 1e-9;

export function kappaWords({ value, atLeast, interval, weights }: CalibrationRecord['kappa']): string {
  if (value === null || interval === null) {
    return 'All labels and scores are one and the same, so Cohen’s kappa is not known: label answers of both kinds.';
  }
  if (value < 1 - rounding && interval.high - interval.low < rounding) {
    return 'The scores or the labels are all one value, so Cohen’s kappa can’t be told: chance alone would agree as often. It takes both kinds.';
  }
  const name = weights === 'none' ? 'Cohen’s kappa' : 'Cohen’s kappa (by squared distance)';
  const range = `${formatNumber(round(interval.low))} to ${formatNumber(Math.min(1, round(interval.high)))}`;
  return `${name} ${formatNumber(round(value))} (95 % interval ${range}); at least ${formatNumber(round(atLeast))}, 95 % sure.`;
}

function reliabilityCells({ sensitivity, specificity }: ArmCalibration): string[] {
  return [sensitivity, specificity].map((share) => (share === null ? '–' : shareWords(share)));
}

function shareWords({ agreed, of, low, high }: LabelledShare): string {
  return `${agreed} of ${of} (${formatShare(low, 0)} to ${formatShare(high, 0)})`;
}

function differenceWords({ difference }: CalibrationRecord): string {
  if (difference === null) {
    return 'No difference between the arms: it takes two cases that are labelled on both.';
  }
  const { judged, rectified, low, high, labelledPairs, pairs } = difference;
  const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatNumber(round(value))}`;
  return `Candidate − baseline: ${signed(judged)} by these scores on ${counted(pairs, 'case')}; put right by ${counted(labelledPairs, 'labelled case')} ${signed(rectified)} (95 % interval ${signed(low)} to ${signed(high)}).`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
