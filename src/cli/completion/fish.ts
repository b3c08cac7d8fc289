import { type CompletedCommand, type CompletedOption, groupsOf, valueFlags } from './completed-commands.ts';

export function fish(commands: readonly CompletedCommand[]): string {
  const groups = groupsOf(commands).map(quoted).join(' ');
  return `# fish completion of prompteval
function __prompteval_prompts
  for file in prompts/*.prompt.yml
    string replace -r '^prompts/(.*)\\.prompt\\.yml$' '$1' $file | string match -v '*.*'
  end
end
function __prompteval_at
  set -l at ''
  set -l last ''
  set -l words (commandline -opc)
  set -e words[1]
  for word in $words
    if contains -- $last ${valueFlags(commands).join(' ')}
      set last ''
      continue
    end
    set last $word
    string match -q -- '-*' $word; and continue
    if test -z "$at"
      set at $word
    else if contains -- $at ${groups}
      set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
${commands.flatMap((command) => linesOf(command, commands)).join('\n')}
`;
}

function linesOf(command: CompletedCommand, commands: readonly CompletedCommand[]): string[] {
  const { path, options, takesPrompt } = command;
  const start = `complete -c prompteval -n ${quoted(`__prompteval_at ${quoted(path)}`)}`;
  const described = (name: string) =>
    commands.find((other) => other.path === `${path} ${name}`.trim())?.description ?? '';
  return [
    ...(command.subcommands.length > 0 ? [`${start} -f`] : []),
    ...command.subcommands.map((name) => `${start} -a ${name} -d ${quoted(described(name))}`),
    ...(command.arguments.length > 0 ? [`${start} -f -a ${quoted(command.arguments.join(' '))}`] : []),
    ...options.map((option) => `${start} ${optionWords(option)}`),
    ...(takesPrompt ? [`${start} -a '(__prompteval_prompts)' -d prompt`] : []),
  ];
}

/** `-x` takes a value that is no file, `-r` any. */
function optionWords({ flag, description, takesValue, values }: CompletedOption): string {
  const value = values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : takesValue ? ' -r' : '';
  return `-l ${flag.slice(2)}${value} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
