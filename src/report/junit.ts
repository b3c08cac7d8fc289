import { type GateRow, gateRows } from './gate-rows.ts';
import type { ReportInput } from './report-input.ts';
import { durationMs } from './verdict-words.ts';
import { type XmlElement, xmlDocument } from './xml.ts';

/** `junit.xml`: one test case a gate, and one a must-pass case where the outcome lists them. */
export function renderJunit({ run }: ReportInput): string {
  const tests = gateRows(run).flatMap((row) => [gateTest(run.prompt, row), ...caseTests(run.prompt, row)]);
  const count = (name: string) =>
    tests.filter((test) => test.children?.some((child) => typeof child !== 'string' && child.name === name))
      .length;
  const counts = {
    tests: String(tests.length),
    failures: String(count('failure')),
    errors: '0',
    skipped: String(count('skipped')),
    time: ((durationMs(run) ?? 0) / 1000).toFixed(3),
  };
  const suite: XmlElement = {
    name: 'testsuite',
    attributes: {
      name: `prompteval ${run.prompt}`,
      ...counts,
      timestamp: run.startedAt.replace(/\.\d+Z$|Z$/, ''),
    },
    children: [
      {
        name: 'properties',
        children: [
          { name: 'property', attributes: { name: 'run', value: run.id } },
          { name: 'property', attributes: { name: 'verdict', value: run.verdict.status } },
          { name: 'property', attributes: { name: 'headline', value: run.verdict.headline } },
        ],
      },
      ...tests,
    ],
  };
  return xmlDocument({
    name: 'testsuites',
    attributes: { name: 'prompteval', ...counts },
    children: [suite],
  });
}

function gateTest(prompt: string, row: GateRow): XmlElement {
  const { outcome } = row;
  const figures: XmlElement = { name: 'system-out', children: [`${figureLine(row)}\n${outcome.text}`] };
  return testCase(prompt, `gate ${row.name}`, [...problemOf(outcome), figures]);
}

function caseTests(prompt: string, row: GateRow): XmlElement[] {
  return (row.outcome.cases ?? []).map((entry) => {
    const outcome = { ...row.outcome, status: entry.status, text: entry.text, actual: entry.text };
    return testCase(prompt, `case ${entry.case} (${row.name})`, problemOf(outcome));
  });
}

function testCase(prompt: string, name: string, children: XmlElement[]): XmlElement {
  return { name: 'testcase', attributes: { classname: `prompteval.${prompt}`, name, time: '0' }, children };
}

/** What blocks is a failure; what was only reported is skipped, so that a CI system stays green. */
function problemOf(outcome: GateRow['outcome']): XmlElement[] {
  if (outcome.status === 'pass') return [];
  const message = `expected ${outcome.expected}; ${outcome.actual}`;
  if (!outcome.enforced) {
    return [{ name: 'skipped', attributes: { message: `${outcome.status}, not enforced: ${message}` } }];
  }
  const type = outcome.status === 'inconclusive' ? 'inconclusive' : outcome.reason;
  return [{ name: 'failure', attributes: { message, type }, children: [outcome.text] }];
}

/** The figures of the other formats, in one line. */
function figureLine(row: GateRow): string {
  if (row.candidate === null) return row.outcome.actual;
  const parts = [row.baseline === null ? row.candidate : `${row.baseline} → ${row.candidate}`];
  if (row.change !== null) parts.push(row.change);
  if (row.bounds !== null) parts.push(`[${row.bounds.join(', ')}]`);
  parts.push(row.outcome.expected);
  return parts.join('   ');
}
