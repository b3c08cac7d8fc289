import { boundsInLine } from './figures.ts';
import { type GateRow, gateRows } from './gate-rows.ts';
import type { ReportInput } from './report-input.ts';
import { durationMs } from './verdict-words.ts';
import { type XmlElement, xmlDocument } from './xml.ts';

/**
 * `junit.xml`: one test case a gate, and one a must-pass case where the outcome lists them. What failed is a `failure`,
 * what could not be decided an `error`, what is only reported is `skipped`. Where no gate says that the verdict is no pass,
 * or there is none, the verdict is a test case of its own, so that nothing unproven reads as a success.
 */
export function renderJunit({ run }: ReportInput): string {
  const gates = gateRows(run).flatMap((row) => [gateTest(run.prompt, row), ...caseTests(run.prompt, row)]);
  const tests = saysVerdict(gates, run.verdict) ? gates : [...gates, verdictTest(run)];
  const count = (name: string) => tests.filter((test) => has(test, name)).length;
  // Jenkins' xUnit knows no `skipped` here, only on the suite.
  const counts = {
    tests: String(tests.length),
    failures: String(count('failure')),
    errors: String(count('error')),
    time: ((durationMs(run) ?? 0) / 1000).toFixed(3),
  };
  const suite: XmlElement = {
    name: 'testsuite',
    attributes: {
      name: `prompteval ${run.prompt}`,
      ...counts,
      skipped: String(count('skipped')),
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

function saysVerdict(gates: readonly XmlElement[], { status }: ReportInput['run']['verdict']): boolean {
  if (status === 'pass') return gates.length > 0;
  return gates.some((test) => has(test, elements.fail) || has(test, elements.inconclusive));
}

function has(test: XmlElement, name: string): boolean {
  return test.children?.some((child) => typeof child !== 'string' && child.name === name) ?? false;
}

function verdictTest({ prompt, verdict }: ReportInput['run']): XmlElement {
  const { status, headline } = verdict;
  const problem = { message: headline, type: status };
  const children = status === 'pass' ? [] : [{ name: elements[status], attributes: problem }];
  return testCase(prompt, 'verdict', children);
}

function gateTest(prompt: string, row: GateRow): XmlElement {
  const { outcome } = row;
  const figures: XmlElement = {
    name: 'system-out',
    children: [withoutAttachments(`${figureLine(row)}\n${outcome.text}`)],
  };
  return testCase(prompt, `gate ${row.name}`, [...problemOf(outcome), figures]);
}

/** GitLab reads `[[ATTACHMENT|path]]` there as a file to link to, and a case's id is anybody's text. */
function withoutAttachments(text: string): string {
  return text.replaceAll('[[', '[\u200b[');
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

/** Too little evidence is no proof of a bad prompt: servers that tell the two apart show it as what it is. */
const elements = { fail: 'failure', inconclusive: 'error' } as const;

/** What is only reported is skipped, so that a CI system stays green. */
function problemOf(outcome: GateRow['outcome']): XmlElement[] {
  const { status, reason, text } = outcome;
  if (status === 'pass') return [];
  const message = `expected ${outcome.expected}; ${outcome.actual}`;
  if (!outcome.enforced) {
    const attributes = { message: `${status}, not enforced: ${message}` };
    return [{ name: 'skipped', attributes, children: [text] }];
  }
  return [{ name: elements[status], attributes: { message, type: reason }, children: [text] }];
}

/** The figures of the other formats, in one line. */
function figureLine(row: GateRow): string {
  if (row.candidate === null) return `${row.outcome.actual}   ${row.outcome.expected}`;
  const parts = [row.baseline === null ? row.candidate : `${row.baseline} → ${row.candidate}`];
  if (row.change !== null) parts.push(row.change);
  const bounds = boundsInLine(row);
  if (bounds !== null) parts.push(bounds);
  parts.push(row.outcome.expected);
  return parts.join('   ');
}
