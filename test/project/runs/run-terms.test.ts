import { describe, expect, it, vi } from 'vitest';
import type { ProviderConfig } from '../../../src/config/user-config.ts';
import type { Subject } from '../../../src/evaluation/evaluation.ts';
import { requireSameTerms, termChanges, termsOf } from '../../../src/project/runs/run-terms.ts';

const settings = (model: string) => ({ id: model, model, parameters: {} });
const evaluator = (models: string[], embeddings: string[]) => ({
  ...{ name: 'judge', version: '1', metrics: [], evaluate: () => [] },
  ...{ models, embeddings },
});

/** Asks `first` for the baseline and `second` for the candidate, a judge of `third` and vectors of `fourth`. */
const subject = {
  evaluation: { gates: [], evaluators: [evaluator(['third/judge'], ['fourth/vectors'])] },
  arms: { candidate: { digest: 'sha256:c' }, baseline: null },
  chosen: { dataset: { digest: 'sha256:d' }, cases: [] },
  pairings: [{ id: 'a', baseline: settings('first/a'), candidate: settings('second/team/b') }],
} as unknown as Subject;

const termsWith = (providers: Record<string, ProviderConfig>) =>
  termsOf(subject, { source: 'catalog', config: { prices: {}, providers }, code: [], tool: '1' });

const local = { type: 'openai', baseURL: 'http://localhost:1/v1', apiKey: 'sk-one', concurrency: 2 };

describe('a run goes by the settings of its providers', () => {
  it.each<[string, string, ProviderConfig, boolean]>([
    ['the address', 'first', { ...local, baseURL: 'http://localhost:2/v1' }, true],
    ['the protocol', 'second', { ...local, type: 'anthropic' }, true],
    ['streaming', 'second', { ...local, stream: true }, true],
    ['the region', 'first', { ...local, region: 'eu-central-1' }, true],
    ['the address of a judge', 'third', { ...local, baseURL: 'http://localhost:2/v1' }, true],
    ['the address that vectors come from', 'fourth', { ...local, baseURL: 'http://localhost:2/v1' }, true],
    ['the key', 'first', { ...local, apiKey: 'sk-two' }, false],
    [
      'how fast it is asked',
      'first',
      { ...local, concurrency: 9, maxRetries: 1, timeoutMs: 5, requestsPerMinute: 7, tokensPerMinute: 8 },
      false,
    ],
    ['a provider that nobody asks', 'fifth', { ...local, baseURL: 'http://localhost:2/v1' }, false],
  ])('%s', (_, name, changed, isOther) => {
    const before = { first: local, second: local, third: local, fourth: local, fifth: local };
    const changes = termChanges(termsWith(before), termsWith({ ...before, [name]: changed }));
    expect(changes.map((change) => change.name)).toEqual(isOther ? ['the settings of its providers'] : []);
  });

  it('also by those that a variable makes', () => {
    const before = termsWith({ first: { type: 'openai' } });
    vi.stubEnv('OPENAI_BASE_URL', 'http://localhost:3/v1');
    const changes = termChanges(before, termsWith({ first: { type: 'openai' } }));
    vi.unstubAllEnvs();
    expect(changes).toHaveLength(1);
  });

  it('of which a digest is all that is kept', () => {
    const text = JSON.stringify(termsWith({ first: { ...local, baseURL: 'http://me:pass@localhost/v1' } }));
    expect(text).not.toMatch(/pass|localhost|sk-one/);
  });

  it('and goes on where an older version did not write them down', () => {
    const { providers: _, ...older } = termsWith({ first: local });
    const then = JSON.parse(JSON.stringify(older));
    expect(() => requireSameTerms('r', then, termsWith({}))).not.toThrow();
    expect(() => requireSameTerms('r', { ...then, gates: 'sha256:other' }, termsWith({}))).toThrow(
      'the gates (other',
    );
  });
});
