import { describe, expect, it } from 'vitest';
import { priceWarnings } from '../../../src/project/models/price-warnings.ts';
import { makeProject } from '../../support/temporary-project.ts';

/** What is said of prices that a config holds. */
async function warnedOf(prices: Record<string, { input: number; output: number; cachedInput?: number }>) {
  const source = `export default {\n  prices: {\n    'x/m': { input: 1.5e-7, output: 6e-7 },\n  },\n};\n`;
  const project = await makeProject({ 'prompteval.config.mjs': source });
  const config = { file: project.path('prompteval.config.mjs'), prices };
  return priceWarnings({ config, display: () => 'prompteval.config.mjs' });
}

describe('prices that look like those of one token', () => {
  it('are named with what they probably should be', async () => {
    expect(await warnedOf({ 'x/m': { input: 1.5e-7, output: 6e-7 } })).toEqual([
      {
        file: 'prompteval.config.mjs',
        line: 3,
        field: "prices['x/m'].input",
        message: '1.5e-7 USD per million tokens looks like the price of one token',
        hint: 'Prices are per million: write 0.15',
      },
      expect.objectContaining({
        field: "prices['x/m'].output",
        hint: 'Prices are per million: write 0.6',
      }),
    ]);
  });

  it.each([
    [0, 0],
    [0.001, 1],
    [0.15, 0.6],
  ])('are not %s and %s', async (input, output) => {
    expect(await warnedOf({ 'x/m': { input, output, cachedInput: 0.0025 } })).toEqual([]);
  });
});
