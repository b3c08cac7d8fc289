import { afterAll, expect, it } from 'vitest';
import { asTyped, rememberTyped } from '../../src/cli/typed-options.ts';

const commands = ['run', 'release', 'audit'];
afterAll(() => rememberTyped({}, commands));

it.each([
  [{}, 'Next: prompteval run depot', 'Next: prompteval run depot'],
  [
    { config: 'rep2.config.mjs' },
    'Next: prompteval run depot',
    'Next: prompteval --config rep2.config.mjs run depot',
  ],
  [
    { config: "it's.json", cwd: 'a b' },
    'prompteval run x, then prompteval\n  release x',
    "prompteval --cwd 'a b' --config 'it'\\''s.json' run x, then prompteval --cwd 'a b' --config 'it'\\''s.json'\n  release x",
  ],
  [{ cwd: 'a' }, 'by prompteval runs, prompteval.config.ts and prompteval 1.0', null],
  [{ cwd: 'a' }, 'my-prompteval run x', null],
  [{ cwd: '$&' }, 'prompteval audit verify', "prompteval --cwd '$&' audit verify"],
])('repeats %j in: %s', (options, text, shown) => {
  rememberTyped(options, commands);
  expect(asTyped(text)).toBe(shown ?? text);
});
