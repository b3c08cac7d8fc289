import type { EvaluatorCode } from './github-tests.ts';
import { proposedMargin } from './proposed-margin.ts';
import { quoted } from './quoted.ts';

export interface StarterPrompt {
  name: string;
  /** Relative to the config; undefined where it stands at the usual place. */
  file?: string | undefined;
  dataset: string;
  cases: number;
  evaluators: readonly EvaluatorCode[];
  /** Further gates, a line of code each. */
  gates?: readonly string[];
}

/** The text of a `prompteval.config.ts` for one prompt, with the smallest margin that its cases can prove. */
export function configText(prompt: StarterPrompt): string {
  return `${importLine(prompt)}

export default defineConfig({
  prompts: {
${configEntry(prompt)}  },
});
`;
}

/** What a config has to import for a prompt. */
export function importLine({ evaluators }: Pick<StarterPrompt, 'evaluators'>): string {
  const imports = [...new Set(['defineConfig', ...evaluators.map((evaluator) => evaluator.name)])].sort();
  return `import { ${imports.join(', ')} } from 'prompteval';`;
}

/** The prompt's own lines under `prompts`. */
export function configEntry({ name, file, dataset, cases, evaluators, gates = [] }: StarterPrompt): string {
  return `    ${quoted(name)}: {
${file === undefined ? '' : `      file: ${quoted(file)},\n`}      dataset: ${quoted(dataset)},
      evaluators: [${evaluators.map(({ code }) => code).join(', ')}],
      gates: [
${[...gateLines(evaluators, cases), ...gates].map((line) => `        ${line}\n`).join('')}      ],
    },
`;
}

function gateLines(evaluators: readonly EvaluatorCode[], cases: number): string[] {
  const margin = proposedMargin(cases);
  const counted = cases === 1 ? '1 case' : `${cases} cases`;
  const note =
    margin === null
      ? `// ${counted} can't prove a margin that is worth having: add cases (59 prove 5 points), then make this smaller.`
      : `// What ${counted} can prove where nothing changes: a drop of at most ${Number((margin * 100).toFixed(1))} points.`;
  const gates = evaluators.map(({ name, metric }) =>
    name === 'jsonSchema'
      ? `{ metric: ${quoted(metric)}, min: 1 },`
      : `{ metric: ${quoted(metric)}, noWorseThan: 'baseline', margin: ${margin ?? 0.2} },`,
  );
  return [note, ...gates, `{ metric: 'cost', maxIncrease: '20%' },`];
}
