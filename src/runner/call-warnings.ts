import type { SentParameters } from '../core/run-file.ts';

/** `openai/o3 refuses temperature; …`, once for each model and parameter. */
export function droppedWarnings(sent: readonly SentParameters[]): string[] {
  const warnings = sent.flatMap(({ model, dropped }) =>
    dropped.map((name) => `${model} refuses ${name}; it was left out, as the prompt allows.`),
  );
  return [...new Set(warnings)];
}
