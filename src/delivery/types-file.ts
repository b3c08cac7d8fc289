import type { Variable } from '../core/prompt.ts';
import { excerpt } from '../core/text.ts';

export interface KnownPrompt {
  prompt: string;
  aliases: string[];
  versions: number[];
  /** Of each version that an application may be given. */
  variables: Record<string, Variable>[];
}

/** A list of them all would be longer than it is useful. */
const mostVersions = 50;

const typeNames: Record<Variable['type'], string> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  json: 'Json',
  messages: 'readonly Turn[]',
  image: 'string',
};

/** By its beginning a file is known as one that may be written again. */
const header = '// Written by `prompteval types`';

export function isTypesFile(text: string): boolean {
  return text.startsWith(header);
}

/** The text of a `.d.ts` with one interface, `Prompts`, for `createClient<Prompts>()`. */
export function typesFile(prompts: readonly KnownPrompt[]): string {
  const body = prompts.map(promptType).join('');
  const used = ['Json', 'Turn'].filter((name) => new RegExp(`: .*\\b${name}\\b.*;$`, 'm').test(body));
  const imports = used.length === 0 ? '' : `import type { ${used.join(', ')} } from 'prompteval/client';\n\n`;
  return `${header}; write it again instead of editing it.\n${imports}export interface Prompts {\n${body}}\n`;
}

function promptType({ prompt, aliases, versions, variables }: KnownPrompt): string {
  const numbers = versions.length > mostVersions ? 'number' : versions.join(' | ') || 'never';
  const names = [...new Set(variables.flatMap((each) => Object.keys(each)))];
  const lines = names.flatMap((name) => variableLines(name, variables));
  return [
    `  ${JSON.stringify(prompt)}: {`,
    `    aliases: ${aliases.map((alias) => JSON.stringify(alias)).join(' | ') || 'never'};`,
    `    versions: ${numbers};`,
    ...(lines.length === 0 ? ['    variables: {};'] : ['    variables: {', ...lines, '    };']),
    '  };\n',
  ].join('\n');
}

/** What fits every version: needed where one needs it, and of every type that one asks for. */
function variableLines(name: string, versions: readonly Record<string, Variable>[]): string[] {
  const declared = versions.flatMap((version) => {
    const variable = Object.hasOwn(version, name) ? version[name] : undefined;
    return variable ? [variable] : [];
  });
  const types = [...new Set(declared.map(({ type }) => typeNames[type]))].join(' & ');
  const optional = declared.some(({ required }) => required) ? '' : '?';
  const about = declared.map(description).find((text) => text !== '');
  return [
    ...(about === undefined ? [] : [`      /** ${about} */`]),
    `      ${JSON.stringify(name)}${optional}: ${types};`,
  ];
}

/** Somebody else's words inside a comment of ours: they must not end it. */
function description({ description = '', maxLength, sensitive }: Variable): string {
  return [
    excerpt(description, 200).replaceAll('*/', '*\\/'),
    ...(maxLength === undefined ? [] : [`At most ${maxLength} characters.`]),
    ...(sensitive ? ['Sensitive.'] : []),
  ]
    .filter((part) => part !== '')
    .join(' ');
}
