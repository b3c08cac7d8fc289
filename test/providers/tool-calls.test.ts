import { expect, it } from 'vitest';
import { textOfCalls } from '../../src/providers/tool-calls.ts';

it('writes one call as an object and several as a list, without their ids', () => {
  const weather = { id: 'a', name: 'get_weather', arguments: { city: 'Paris' } };
  const time = { id: 'b', name: 'get_time', arguments: 'now' };
  expect(textOfCalls([weather])).toBe('{"name":"get_weather","arguments":{"city":"Paris"}}');
  expect(JSON.parse(textOfCalls([weather, time]))).toEqual([
    { name: 'get_weather', arguments: { city: 'Paris' } },
    { name: 'get_time', arguments: 'now' },
  ]);
});
