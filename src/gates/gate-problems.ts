import type { Case } from '../core/case.ts';
import type { Gate } from '../core/gate.ts';
import type { Problem } from '../core/problem.ts';
import { suggestion } from '../core/suggest.ts';

/** Gates that can decide nothing on these cases and models, found before a cent is spent. */
export function gateProblems(
  gates: readonly Gate[],
  cases: readonly Case[],
  models: readonly string[],
): Problem[] {
  const known = new Set<string>();
  for (const item of cases) for (const tag of item.tags) known.add(tag);
  const tags = [...known].sort();
  return gates.flatMap((gate) => [
    ...sliceProblem(gate, tags),
    ...mustPassProblem(gate, cases, tags),
    ...modelProblems(gate, models),
  ]);
}

function sliceProblem(gate: Gate, tags: readonly string[]): Problem[] {
  if (gate.slice === null || tags.includes(gate.slice)) return [];
  return [problem(gate, 'slice', `no case has the tag "${gate.slice}"`, suggestion(gate.slice, tags))];
}

function mustPassProblem(gate: Gate, cases: readonly Case[], tags: readonly string[]): Problem[] {
  if (gate.rule !== 'mustPass') return [];
  const { cases: named } = gate;
  if (named === 'critical') {
    if (cases.some((item) => item.critical)) return [];
    const hint = tags.includes(named)
      ? 'A tag of that name does not count: mark its cases with `critical: true`, or give the tag another name and name it here'
      : 'Mark some with `critical: true`, or remove the gate';
    return [problem(gate, 'cases', 'no case is critical', hint)];
  }
  if (tags.includes(named)) return [];
  return [problem(gate, 'cases', `no case has the tag "${named}"`, suggestion(named, ['critical', ...tags]))];
}

function modelProblems(gate: Gate, models: readonly string[]): Problem[] {
  return (gate.models ?? [])
    .filter((model) => !models.includes(model))
    .map((model) => problem(gate, 'models', `"${model}" is not evaluated`, suggestion(model, models)));
}

function problem(gate: Gate, key: string, message: string, hint: string | undefined): Problem {
  return { field: `gate "${gate.name}" ${key}`, message, ...(hint && { hint }) };
}
