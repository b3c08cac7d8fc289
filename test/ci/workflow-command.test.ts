import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationCommand, outputEntries } from '../../src/ci/workflow-command.ts';
import { plainLog } from '../../src/core/log-line.ts';

/** As the runner reads a command: https://github.com/actions/toolkit, command.ts and its counterpart in the runner. */
function read(line: string) {
  const [, level, properties = '', data = ''] = /^::(\w+) (.*?)::(.*)$/s.exec(line) ?? [];
  const decode = (text: string, signs: Record<string, string>) =>
    text.replace(/%(25|0D|0A|3A|2C)/g, (code) => signs[code] ?? code);
  const common = { '%0D': '\r', '%0A': '\n', '%25': '%' };
  const entries = properties.split(',').map((property) => {
    const at = property.indexOf('=');
    return [property.slice(0, at), decode(property.slice(at + 1), { ...common, '%3A': ':', '%2C': ',' })];
  });
  return { level, properties: Object.fromEntries(entries), data: decode(data, common) };
}

describe('an annotation', () => {
  it('is one line that the runner reads back as it was meant', () => {
    const text = 'It fell: 50%, at most\r\n::set-output name=x::y\n::stop-commands::z';
    const line = annotationCommand({
      level: 'error',
      title: 'a, b: c%',
      text,
      file: 'p/x.prompt.yml',
      line: 7,
    });
    expect(line).not.toMatch(/[\r\n]/);
    expect(line).toContain(
      '::error file=p/x.prompt.yml,line=7,title=a%2C b%3A c%25::It fell: 50%25, at most',
    );
    expect(read(line)).toEqual({
      level: 'error',
      properties: { file: 'p/x.prompt.yml', line: '7', title: 'a, b: c%' },
      data: text.replace('\r', '�'),
    });
  });

  it('stays one command whatever its texts are', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(text, text, text, (title, body, file) => {
        const line = annotationCommand({ level: 'warning', title, text: body, file: `p/${file}`, line: 1 });
        expect(line.split(/[\r\n\u2028\u2029\u0085]/)).toHaveLength(1);
        const back = read(line);
        expect(back.level).toBe('warning');
        expect(Object.keys(back.properties)).toEqual(['file', 'line', 'title']);
      }),
    );
  });
});

describe('a log', () => {
  it.each([
    '::set-output name=x::y',
    '  ::stop-commands::token',
    '\t::error::x',
    'text ##[group]x',
    '##vso[task.setvariable]x',
    'first\n::add-mask::x',
  ])('holds no command: %j', (text) => {
    const plain = plainLog(text);
    expect(plain).not.toMatch(/^\s*::/m);
    expect(plain).not.toMatch(/##\w*\[/);
    expect(plain.replaceAll('\u200b', '')).toBe(text);
  });

  it('leaves other texts as they are', () => {
    const text = 'a::b\n[12:30] #1 ## heading\nstd::vector';
    expect(plainLog(text)).toBe(text);
  });
});

it('outputs end where they are meant to', () => {
  expect(outputEntries({ a: 'x\nEOF\ny', b: '' }, 'random')).toBe(
    'a<<random\nx\nEOF\ny\nrandom\nb<<random\n\nrandom\n',
  );
});
