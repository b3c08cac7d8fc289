import { describe, expect, it } from 'vitest';
import type { ModelParameters, PromptFile } from '../../../src/core/prompt.ts';
import { sameAsBaseline, sweepGrid, sweepSpecs } from '../../../src/project/tuning/sweep-grid.ts';
import type { Variant } from '../../../src/project/tuning/sweep-variants.ts';
import { promptDigest } from '../../../src/prompts/prompt-digest.ts';
import type { ModelSpec } from '../../../src/runner/model-pairings.ts';
import { promptWith } from '../../runner/trials.ts';

const stablePrompt = promptWith({ model: 'openai/a', modelParameters: { temperature: 0 } });
const baseline = {
  name: 'baseline',
  version: 3,
  digest: promptDigest(stablePrompt),
  prompt: stablePrompt,
} as const;

function variant(name: string, changes: Partial<PromptFile> = {}): Variant {
  const prompt = { ...stablePrompt, ...changes };
  return { name, version: null, digest: promptDigest(prompt), prompt };
}

const worded = (name: string, words = name) =>
  variant(name, { messages: [{ role: 'user', content: `${words} {{message}}` }] });
const named = (...models: string[]): ModelSpec[] => models.map((model) => ({ model, parameters: {} }));
const warm: ModelParameters[] = [{ temperature: 0 }, { temperature: 0.7 }];

function shown(variants: Variant[], specs: ModelSpec[], against: typeof baseline | null = baseline) {
  const { rows, lanes, stables } = sweepGrid(variants, specs, against);
  return {
    rows: rows.map(({ variant: { name }, settings, lanes: { baseline: stable } }) => {
      return `${name} on ${settings.id} against ${stable?.settings.id ?? 'nothing'}`;
    }),
    stables: stables.map(({ settings }) => settings.id),
    asked: lanes.length,
  };
}

describe('the grid of a sweep', () => {
  it('asks stable once for each model and setting', () => {
    const specs = sweepSpecs(named('openai/a', 'openai/b'), warm);
    const grid = shown([worded('one'), worded('two'), worded('three')], specs);
    expect(grid.asked).toBe(4 + 12);
    expect(grid.stables).toEqual([
      'openai/a temperature=0',
      'openai/a temperature=0.7',
      'openai/b temperature=0',
      'openai/b temperature=0.7',
    ]);
    expect(grid.rows[1]).toBe('one on openai/a temperature=0.7 against openai/a temperature=0.7');
    expect(grid.rows).toHaveLength(12);
  });

  it('asks what is the same once, whatever it is called', () => {
    const grid = shown([worded('one'), worded('twin', 'one')], ['own', ...named('openai/a')]);
    expect(grid).toMatchObject({ stables: ['openai/a'], asked: 2 });
    expect(grid.rows).toEqual(['one on openai/a against openai/a', 'twin on openai/a against openai/a']);
  });

  it("compares stable's own wording with stable as it runs today, and leaves out stable itself", () => {
    const specs = sweepSpecs(['own', ...named('openai/b')], warm);
    expect(shown([variant('draft')], specs)).toEqual({
      rows: [
        'draft on openai/a temperature=0.7 against openai/a',
        'draft on openai/b temperature=0 against openai/a',
        'draft on openai/b temperature=0.7 against openai/a',
      ],
      stables: ['openai/a', 'openai/a temperature=0.7', 'openai/b temperature=0', 'openai/b temperature=0.7'],
      asked: 4,
    });
    expect(shown([variant('draft')], ['own']).rows).toEqual([]);
  });

  it('says why what is stable itself has no row', () => {
    const specs = sweepSpecs(['own', ...named('openai/a')], warm);
    const grid = sweepGrid([variant('draft'), worded('one'), variant('twin')], specs, baseline);
    expect(sameAsBaseline(grid, baseline)).toEqual([
      'draft on openai/a temperature=0 is the same as v3, and has no row of its own.',
      'twin on openai/a temperature=0 is the same as v3, and has no row of its own.',
    ]);
    expect(grid.rows).toHaveLength(1 + 2 + 1);
  });

  it('takes what a wording and a setting have in common only once', () => {
    const grid = shown([variant('draft'), worded('one')], sweepSpecs(['own'], warm));
    expect(grid.rows).toEqual([
      'draft on openai/a temperature=0.7 against openai/a',
      'one on openai/a temperature=0 against openai/a',
      'one on openai/a temperature=0.7 against openai/a temperature=0.7',
    ]);
    expect(grid.asked).toBe(2 + 2);
  });

  it("compares a variant with a model of its own on each version's own", () => {
    const other = variant('other', { model: 'openai/b', messages: worded('other').prompt.messages });
    expect(shown([other], ['own'])).toEqual({
      rows: ['other on openai/b against openai/a'],
      stables: ['openai/a'],
      asked: 2,
    });
  });

  it('has no stable on a first release', () => {
    expect(shown([variant('draft'), worded('one')], ['own'], null)).toEqual({
      rows: ['draft on openai/a against nothing', 'one on openai/a against nothing'],
      stables: [],
      asked: 2,
    });
  });
});
