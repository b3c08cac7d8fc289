import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import type { PromptFile } from '../../src/core/prompt.ts';
import { readDotprompt } from '../../src/exchange/dotprompt.ts';
import { readGithub } from '../../src/exchange/github.ts';
import { readLangfuse } from '../../src/exchange/langfuse.ts';
import { toDotprompt } from '../../src/exchange/to-dotprompt.ts';
import { parseTemplate } from '../../src/prompts/template.ts';
import { writeTemplate } from '../../src/prompts/write-template.ts';
import { renderHandlebars } from '../support/handlebars.ts';

/** Filled in, and told apart from every text. */
const value = '‹v›';

function rendered(content: string): string {
  const { parts, mistakes } = parseTemplate(content);
  expect(mistakes).toEqual([]);
  return parts.map((part) => ('variable' in part ? value : part.text)).join('');
}

/** Texts with much that a template language could take for its own; no white space at the ends, which is not kept. */
function sourceOf(...pieces: string[]) {
  const piece = fc.constantFrom('\\', '\\\\', '{', '}', '{{', 'x', ' ', '!', '#', '--', ...pieces);
  return fc.array(piece, { maxLength: 10 }).map((list) => `A${list.join('')}Z`);
}

/** One brace and a placeholder can't touch here, and the import says so. */
const apart = (text: string) => text.replace(/(?<!\{)((?:\{\{)*\{)‹/g, '$1 ‹');

function contentOf(source: JsonObject | undefined): string {
  const [message] = Array.isArray(source?.messages) ? source.messages : [];
  return typeof message === 'object' && message !== null && 'content' in message
    ? String(message.content)
    : '';
}

const options = { name: 'p', model: 'demo/in-context', partials: new Map<string, string>() };

describe('dotprompt', () => {
  it.each([
    ['A \\\\{{x}}', 'A \\\\{{x}}'],
    ['A \\{{x}}', 'A \\{{x}}'],
    ['A \\\\\\{{x}}', 'A \\\\{{!}}\\{{x}}'],
    ['{"a": {{x}}}', '{"a": {{x}}{{!}}}'],
  ])('writes %j as %j', (content, written) => {
    expect(toDotprompt(promptOf(content))).toContain(`\n${written}\n`);
  });

  it('says the same text as the prompt that is exported, and as the one that comes back', () => {
    const part = fc.oneof(
      sourceOf().map((text) => ({ text })),
      fc.constant({ variable: 'x' }),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const content = `A${writeTemplate(parts)}Z`;
        const written = toDotprompt(promptOf(content));
        const body = /\{\{role "user"\}\}\n([\s\S]*)\n$/.exec(written)?.[1] ?? '';
        expect(renderHandlebars(body, () => value)).toBe(rendered(content));
        const { prompts, lost } = readDotprompt(written, options);
        expect(rendered(contentOf(prompts[0]?.source))).toBe(rendered(content));
        expect(lost).toEqual([]);
      }),
    );
  });

  it('is imported as Handlebars reads it', () => {
    fc.assert(
      fc.property(sourceOf('{{x}}', '{{{x}}}', '{{! c }}', '{{!-- }} --}}'), (source) => {
        let wanted = '';
        try {
          wanted = renderHandlebars(source, () => value);
        } catch {
          return;
        }
        const { prompts, lost } = readDotprompt(`---\nmodel: openai/x\n---\n${source}`, options);
        expect(rendered(contentOf(prompts[0]?.source))).toBe(apart(wanted));
        expect(lost.length > 0).toBe(apart(wanted) !== wanted);
      }),
    );
  });

  function promptOf(content: string): PromptFile {
    return {
      name: 'p',
      model: 'openai/x',
      modelParameters: {},
      messages: [{ role: 'user', content }],
      'x-prompteval': { variables: {} },
    };
  }
});

describe("GitHub's and Langfuse's texts", () => {
  it('escape nothing: every {{x}} is filled in, whatever stands before it', () => {
    fc.assert(
      fc.property(sourceOf('{{x}}'), (source) => {
        fc.pre(!/\{\{(?!x\}\})[^{}]*\}\}/.test(source));
        const wanted = apart(source.replaceAll('{{x}}', value));
        const github = readGithub({ messages: [{ role: 'user', content: source }] }, 'p', 'a/b');
        expect(rendered(contentOf(github.prompts[0]?.source))).toBe(wanted);
        const langfuse = readLangfuse({ name: 'p', prompt: source }, { wanted: undefined, model: 'a/b' });
        expect(rendered(contentOf(langfuse.prompts[0]?.source))).toBe(wanted);
      }),
    );
  });

  it('stay as they are in a file that was written for prompteval', () => {
    const messages = [{ role: 'user', content: 'Path C:\\{{x}}' }];
    const { prompts } = readGithub({ messages, 'x-prompteval': { variables: {} } }, 'p', 'a/b');
    expect(prompts[0]?.source.messages).toEqual(messages);
  });
});
