import type { RunFile } from '../core/run-file.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { isChanged, type MessageChange, type PromptDiff, promptDiff } from '../report/diff/prompt-diff.ts';
import { type Positions, readYamlFile } from '../schema/yaml-file.ts';

type Path = readonly (string | number)[];

/**
 * The 1-based line of a prompt's file to look at first for a gate that did not pass: what this draft changed. Of several
 * changes the one that the gate is most likely about; where nothing changed, the messages.
 */
export function lineOfGate(source: string, run: RunFile, outcome: GateOutcome): number {
  const { positions } = readYamlFile(source);
  const { baseline, candidate } = run.arms;
  if (baseline === null) return positions.lineOf(['messages']);
  const diff = promptDiff(baseline.prompt, candidate.prompt);
  const places = inOrder(outcome).map((kind) => finders[kind](diff, positions));
  return places.find((line) => line !== null) ?? positions.lineOf(['messages']);
}

type Kind = 'schema' | 'variables' | 'settings' | 'tools' | 'messages';

const finders: Record<Kind, (diff: PromptDiff, positions: Positions) => number | null> = {
  messages: ({ messages }, positions) => {
    const changed = messages.find(isChanged);
    return changed === undefined ? null : lineOfMessage(changed, messages, positions);
  },
  schema: ({ schema }, positions) => lineIf(schema.length > 0, ['jsonSchema'], positions),
  variables: ({ variables }, positions) =>
    lineIf(variables.length > 0, ['x-prompteval', 'variables'], positions),
  tools: ({ tools }, positions) => lineIf(tools.length > 0, ['x-prompteval', 'tools'], positions),
  settings: ({ settings }, positions) => {
    const [first] = settings;
    if (first === undefined) return null;
    const [field = ''] = first.field.split(/[.[]/);
    return positions.lineOf(
      /^(model|responseFormat|jsonSchema)$/.test(field) ? [field] : ['modelParameters'],
    );
  },
};

/** An interface is its schema and variables; cost and latency go with the model; all else with the words. */
function inOrder({ gate, metric }: GateOutcome): Kind[] {
  if (gate === 'interface') return ['schema', 'variables', 'tools', 'messages', 'settings'];
  if (metric === 'cost' || metric === 'latency')
    return ['settings', 'messages', 'schema', 'tools', 'variables'];
  return ['messages', 'settings', 'schema', 'tools', 'variables'];
}

function lineIf(isThere: boolean, path: Path, positions: Positions): number | null {
  return isThere ? positions.lineOf(path) : null;
}

/** Where a message was taken out, the message that follows it now; where it was changed, the first line that differs. */
function lineOfMessage(change: MessageChange, all: readonly MessageChange[], positions: Positions): number {
  if (change.after === null) {
    const next = all.slice(all.indexOf(change)).find(({ after }) => after !== null);
    return positions.lineOf(next?.after == null ? ['messages'] : ['messages', next.after - 1]);
  }
  const path = ['messages', change.after - 1, 'content'];
  const offset = firstDifference(change);
  return offset === null ? positions.lineOf(path.slice(0, 2)) : positions.lineOf(path, offset);
}

/** How far into the new text the first difference is, in UTF-16 units; null where only the message's place or role is new. */
function firstDifference({ parts }: MessageChange): number | null {
  const first = parts.findIndex(({ kind }) => kind !== 'same');
  if (first === -1) return null;
  const before = parts.slice(0, first).reduce((length, { text }) => length + text.length, 0);
  const whole = parts.reduce((length, { kind, text }) => length + (kind === 'removed' ? 0 : text.length), 0);
  return Math.max(0, Math.min(before, whole - 1));
}
