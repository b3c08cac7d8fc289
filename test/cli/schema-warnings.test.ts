import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { greetingConfig, greetingProject, greetingPrompt } from './greeting-project.ts';

it('validate and run warn of what nothing in a schema is checked by', async () => {
  const project = await greetingProject({
    'prompteval.config.ts': greetingConfig()
      .replace('exactMatch }', 'exactMatch, jsonSchema }')
      .replace(
        "exactMatch({ metric: 'quality' })",
        "$&, jsonSchema({ schema: { typ: 'string', 'x-own': 1 } })",
      ),
    'prompts/greet.prompt.yml': `${greetingPrompt()}responseFormat: json_schema
jsonSchema:
  name: answer
  schema: { type: object, requierd: [answer], properties: { answer: { type: string, format: iri } } }
`,
  });
  const says = (word: string, meant: string) =>
    `"${word}" is no keyword of JSON Schema 2020-12, so nothing is checked by it. Did you mean "${meant}"?`;
  const required = `jsonSchema.schema.requierd: ${says('requierd', 'required')}`;
  const format =
    'jsonSchema.schema.properties.answer.format: the format "iri" is not checked. Did you mean "uri"? A pattern can say what it means.';
  const type = `prompts['greet'].evaluators jsonSchema.schema.typ: ${says('typ', 'type')}`;
  expect(await runCli(['validate'], { cwd: project.folder })).toMatchObject({
    exitCode: 0,
    stderr: [
      `⚠ prompts/greet.prompt.yml:8 ${required}`,
      `⚠ prompts/greet.prompt.yml:8 ${format}`,
      `⚠ prompteval.config.ts:7 ${type}`,
      '',
    ].join('\n'),
  });
  const run = await runCli(['run', 'greet', '--json'], { cwd: project.folder });
  expect(run.json<{ warnings: string[] }>().warnings).toEqual(
    expect.arrayContaining([required, type].map((text) => expect.stringContaining(text))),
  );
});
