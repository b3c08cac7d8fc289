import { expect, it } from 'vitest';
import { settingProblems } from '../../../src/project/tuning/setting-problems.ts';

it.each([
  [{ temperature: 0.7, stop: ['a'], reasoningEffort: 'low', seed: 3 }, []],
  [{}, []],
  [{ temperature: 'hot' }, [{ field: '--set temperature', message: 'is the string "hot"' }]],
  [{ temperature: 5 }, [{ field: '--set temperature' }]],
  [{ stop: [1] }, [{ field: '--set stop' }]],
  [{ maxTokens: 0 }, [{ field: '--set maxTokens' }]],
  [{ temprature: 1 }, [{ field: '--set temprature', hint: 'Did you mean "temperature"?' }]],
  [{ n: 3, topP: 2 }, [{ field: '--set n' }, { field: '--set topP' }]],
])('%j', (setting, problems) => {
  const found = settingProblems([setting, setting]);
  expect(found).toHaveLength(problems.length);
  expect(found).toMatchObject(problems);
});
