import type { Command } from 'commander';
import type { Shell } from '../core/exchange-formats.ts';

/** What can follow the words of a command. */
export interface CompletedCommand {
  /** `audit verify`; empty for `prompteval` itself. */
  path: string;
  description: string;
  /** What may stand next: its subcommands and options. */
  subcommands: string[];
  options: { flag: string; description: string }[];
  takesPrompt: boolean;
}

/** Every command of a program, itself first. */
export function completedCommands(program: Command, path = ''): CompletedCommand[] {
  const options = program.createHelp().visibleOptions(program);
  const globals = program.createHelp().visibleGlobalOptions(program);
  const own: CompletedCommand = {
    path,
    description: program.description(),
    subcommands: program.commands.map((command) => command.name()),
    options: [...options, ...globals].flatMap(({ long, description }) =>
      long ? [{ flag: long, description }] : [],
    ),
    takesPrompt: program.registeredArguments.some((argument) =>
      /^(?:prompts?|ref|from|to)$/.test(argument.name()),
    ),
  };
  return [
    own,
    ...program.commands.flatMap((command) =>
      completedCommands(command, path === '' ? command.name() : `${path} ${command.name()}`),
    ),
  ];
}

/** The script that a shell reads once; it calls nothing of ours when it completes, so that it is quick. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  return { bash, zsh, fish }[shell](commands);
}

function wordsOf({ subcommands, options }: CompletedCommand): string {
  return [...subcommands, ...options.map(({ flag }) => flag)].join(' ');
}

/** Where the prompts of a project usually stand; `name.variant.prompt.yml` is a variant, and none of its own. */
const promptNames = `for file in prompts/*.prompt.yml; do
    name="\${file##*/}"; name="\${name%.prompt.yml}"
    case "$name" in '*' | *.*) ;; *) printf '%s\\n' "$name" ;; esac
  done`;

function bash(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(
    (command) =>
      `    '${command.path}') words='${wordsOf(command)}'; prompts=${Number(command.takesPrompt)} ;;`,
  );
  return `# bash completion of prompteval
_prompteval_prompts() {
  local file name
  ${promptNames}
}
_prompteval() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' word words='' prompts=0
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) continue ;; esac
    case " ${groupsOf(commands).join(' ')} " in
      *" $path "*) [ -n "$path" ] && path="$path $word" ;;
    esac
    [ -z "$path" ] && path="$word"
  done
  case "$path" in
${cases.join('\n')}
  esac
  [ "$prompts" = 1 ] && words="$words $(_prompteval_prompts)"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ \${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _prompteval prompteval
`;
}

/** Commands that only hold others. */
function groupsOf(commands: readonly CompletedCommand[]): string[] {
  return commands
    .filter(({ path, subcommands }) => path !== '' && subcommands.length > 0)
    .map(({ path }) => path);
}

/** zsh runs the completion of bash, with the module that it has for that. */
function zsh(commands: readonly CompletedCommand[]): string {
  return `# zsh completion of prompteval
autoload -Uz compinit bashcompinit
whence compdef > /dev/null || compinit
bashcompinit
${bash(commands)}`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const lines = commands.flatMap((command) => {
    const { path, options } = command;
    const words = path.split(' ');
    const isBelow = words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    const condition = path === '' ? '__fish_use_subcommand' : isBelow;
    const below = commands.filter((other) =>
      command.subcommands.some((name) => other.path === `${path} ${name}`.trim()),
    );
    return [
      ...below.map(
        (other) =>
          `complete -c prompteval -n ${quoted(condition)} -a ${other.path.split(' ').at(-1)} -d ${quoted(other.description)}`,
      ),
      ...options.map(
        ({ flag, description }) =>
          `complete -c prompteval -n ${quoted(condition)} -l ${flag.slice(2)} -d ${quoted(description)}`,
      ),
      ...(command.takesPrompt
        ? [`complete -c prompteval -n ${quoted(condition)} -a '(__prompteval_prompts)' -d prompt`]
        : []),
    ];
  });
  return `# fish completion of prompteval
function __prompteval_prompts
  for file in prompts/*.prompt.yml
    string replace -r '^prompts/(.*)\\.prompt\\.yml$' '$1' $file | string match -v '*.*'
  end
end
${lines.join('\n')}
`;
}
