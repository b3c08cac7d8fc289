import { describe, expect, it } from 'vitest';
import { looksLikePrompt } from '../../src/starter/looks-like-prompt.ts';
import { stringLiterals } from '../../src/starter/string-literals.ts';

const promptsIn = (source: string, extension: string) =>
  stringLiterals(source, extension)
    .filter(looksLikePrompt)
    .map(({ line, text }) => [line, text]);

describe('a text in source code', () => {
  const assistant = 'You are an assistant that answers in one short sentence.';

  it.each<[string, string, string, [number, string][]]>([
    ['a constant', 'ts', `const a = 1;\nconst text = '${assistant}';`, [[2, assistant]]],
    [
      'a template literal over lines',
      'js',
      `const t = \`${assistant}\n\${rest}\`;`,
      [[1, `${assistant}\n\${rest}`]],
    ],
    [
      "Python's triple quotes",
      'py',
      `x = 1\nPROMPT = """${assistant}\nUse "quotes"."""`,
      [[2, `${assistant}\nUse "quotes".`]],
    ],
    [
      'parts that stand side by side',
      'py',
      `p = ("You are an assistant "\n     f"that answers in one sentence {x}")`,
      [[1, 'You are an assistant that answers in one sentence {x}']],
    ],
    [
      'parts that are added',
      'java',
      'String p = "You are a clerk who sorts the mail. " +\n  "Answer with one word only.";',
      [[1, 'You are a clerk who sorts the mail. Answer with one word only.']],
    ],
    [
      'a message of a chat in another language',
      'py',
      '{"role": "system", "content": "Du antwortest immer sehr kurz und freundlich auf Deutsch."}',
      [[1, 'Du antwortest immer sehr kurz und freundlich auf Deutsch.']],
    ],
    [
      "Go's raw text",
      'go',
      'const systemPrompt = `Answer the question with one JSON object and nothing else.`',
      [[1, 'Answer the question with one JSON object and nothing else.']],
    ],
    [
      'an escaped quote',
      'js',
      `f("${assistant.replace('short', '\\"short\\"')}")`,
      [[1, assistant.replace('short', '"short"')]],
    ],
    ['a comment', 'ts', `// '${assistant}'\n/* "${assistant}" */`, []],
    ["Python's comment", 'py', `# "${assistant}"`, []],
    [
      'a message to people',
      'ts',
      `throw new Error('The file could not be read because it is not there');`,
      [],
    ],
    [
      'a query',
      'ts',
      "db.query('SELECT id, prompt FROM prompts WHERE you are a user and must return only json')",
      [],
    ],
    ['markup', 'ts', `const page = '<p>You are an administrator of this page and may return.</p>';`, []],
    ['a short text', 'ts', `const prompt = 'You are a poet.';`, []],
    ['another kind of file', 'txt', assistant, []],
  ])('%s', (_, extension, source, found) => {
    expect(promptsIn(source, extension)).toEqual(found);
  });

  it('hides no more than its line where it is never closed', () => {
    expect(promptsIn(`const open = 'it is\nconst text = '${assistant}';`, 'ts')).toEqual([[2, assistant]]);
    expect(promptsIn('const open = `it is', 'ts')).toEqual([]);
  });
});
