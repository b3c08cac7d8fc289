import { formatTime } from '../../core/format.ts';
import type { Variable } from '../../core/prompt.ts';
import { roles } from '../../core/risk.ts';
import { printable } from '../../core/text.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { resolveRef } from '../../project/prompts/arms.ts';
import { type Card, describeCard } from '../../project/prompts/card.ts';
import { formatRef, parseRef } from '../../prompts/ref.ts';
import { promptLines } from '../../report/prompt-text.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run([text = '']: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  const ref = parseRef(text);
  const found = findPrompt(project, ref.prompt);
  const resolved = await resolveRef(project, found, ref);
  const { version, digest, prompt, record } = resolved;
  const card = await describeCard(project, found, ref, resolved);
  output.print(output.bold(`${formatRef(ref)} is ${version === null ? 'the draft' : `version ${version}`}`));
  const rows = cardRows(card);
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) {
    output.print(`  ${label.padEnd(width)} ${value === '' ? '–' : printable(value)}`);
  }
  output.print('');
  output.printForeign(
    promptLines(prompt)
      .map((line) => `  ${printable(line)}`.trimEnd())
      .join('\n'),
  );
  output.printJson({ ...card, ...(record ?? { version, digest, file: prompt }) });
}

function cardRows(card: Card): [string, string][] {
  const { outputFormat, authority, published, released } = card;
  const approvals = card.lastApprovedBy.map(({ by, at }) => `${by} on ${formatTime(at)}`);
  const rows: [string, string][] = [
    ['digest', card.digest],
    ['name', card.name],
    ['description', card.description ?? ''],
    ['use case', card.useCase ?? ''],
    ['owner', card.owner ?? ''],
    ...roleRows(card.owners),
    ['risk', card.risk ?? ''],
    ['version', card.version === null ? 'draft' : `v${card.version}`],
    ['alias', card.aliases.join(', ')],
    ['model', card.model],
    ['settings', pairs(card.settings)],
    ...variableRows(card.variables),
    ['output format', `${outputFormat.format}${outputFormat.name === null ? '' : ` (${outputFormat.name})`}`],
    ['tools', card.tools.map((tool) => tool.name).join(', ')],
    ['never', (authority.never ?? []).join('; ')],
    ['needs approval', (authority.needsApproval ?? []).join('; ')],
    ['published', published === null ? '' : `${formatTime(published.at)} by ${published.by}`],
    [
      'released',
      released === null
        ? ''
        : `${released.kind === 'override' ? 'OVERRIDDEN ' : ''}${formatTime(released.at)} by ${released.by}${released.run === null ? '' : ` on run ${released.run}`}`,
    ],
    ['last approved by', approvals.join(', ')],
    ['release note', card.releaseNote ?? ''],
    ['rollback version', card.rollbackVersion === null ? '' : `v${card.rollbackVersion}`],
  ];
  return rows;
}

/** A role that nobody has is left out. */
function roleRows(owners: Card['owners']): [string, string][] {
  if (owners === null) return [];
  return roles
    .filter((role) => owners[role].length > 0)
    .map((role) => [`${role} owner`, owners[role].join(', ')]);
}

function pairs(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');
}

function variableRows(variables: Card['variables']): [string, string][] {
  const entries = Object.entries(variables);
  if (entries.length === 0) return [['variables', '']];
  return entries.map(([name, variable], index) => [
    index === 0 ? 'variables' : '',
    `${name}: ${variableWords(variable)}`,
  ]);
}

function variableWords({
  type,
  required,
  default: usual,
  maxLength,
  sensitive,
  description,
}: Variable): string {
  return [
    type,
    required ? 'required' : 'optional',
    ...(usual === undefined ? [] : [`default ${JSON.stringify(usual)}`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(sensitive ? ['sensitive'] : []),
    ...(description === undefined ? [] : [description]),
  ].join(', ');
}
