import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { parsePromptFile } from '../../src/prompts/parse-prompt-file.ts';
import { startFromPrompt } from '../../src/starter/starter-files.ts';

function start(text: string, model = 'openai/gpt-4.1-mini', path = 'texts/greet.txt') {
  return startFromPrompt({ path, text, model });
}

function mistakesOf(...given: Parameters<typeof start>): string[] {
  try {
    start(...given);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(formatProblem);
  }
}

describe('a project around a text', () => {
  it.each(['Hello {{name}}', '  indented\n\nand {{name}}\n', '\ufeffa: b\r\n- {{c}} # d', 'x'])(
    'keeps %j',
    (text) => {
      const { files } = start(text, 'router/x:free#1');
      const written = files.find(({ path }) => path === 'prompts/greet.prompt.yml');
      const { prompt } = parsePromptFile(written?.text ?? '', 'greet.prompt.yml');
      const content = `${text.replace('\ufeff', '').replaceAll('\r', '').trimEnd()}\n`;
      expect(prompt).toMatchObject({ model: 'router/x:free#1', messages: [{ role: 'user', content }] });
    },
  );

  it.each<[string, Parameters<typeof start>, RegExp[]]>([
    [
      'its own line',
      ['Hello {{name}}\n\nand {{bad name}}'],
      [/^texts\/greet\.txt:3: \{\{bad name\}\} is no placeholder/],
    ],
    ['its first line', ['{{bad name}}'], [/^texts\/greet\.txt:1: /]],
    ['every line', ['{{a b}}\n{{c d}}'], [/:1: \{\{a b/, /:2: \{\{c d/]],
    ['the model', ['Hello', 'gpt'], [/^--model: is "gpt"; expected provider/]],
    [
      'the line and the field of a prompt file',
      ['messages: 3\n', 'a/b', 'greet.prompt.yml'],
      [/^greet\.prompt\.yml:1 model: /, /^greet\.prompt\.yml:1 messages: /],
    ],
  ])('names %s where there is a mistake', (_, given, problems) => {
    expect(mistakesOf(...given)).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  });
});
