import { type CompletedCommand, groupsOf, valueFlags } from './completed-commands.ts';

export function bash(commands: readonly CompletedCommand[]): string {
  return `# bash completion of prompteval
${wordsFunction(commands)}
_prompteval() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  [ "$current" = '=' ] && current=''
  if words="$(_prompteval_words "\${COMP_WORDS[@]:1:COMP_CWORD-1}")"; then
    compopt +o default 2> /dev/null
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _prompteval prompteval
`;
}

export function zsh(commands: readonly CompletedCommand[]): string {
  return `# zsh completion of prompteval
${wordsFunction(commands)}
_prompteval() {
  local text files=0
  local -a found
  text="$(_prompteval_words "\${(@)words[2,CURRENT-1]}")" || files=1
  found=("\${(@f)text}")
  [[ -n "$text" ]] && compadd -a found && return
  (( files )) && _files
}
autoload -Uz compinit
whence compdef > /dev/null || compinit
compdef _prompteval prompteval
`;
}

/**
 * What may follow some words, one a line, in what bash and zsh have in common. It fails where files may follow too. The names
 * of prompts are looked up where they usually stand; `name.variant.prompt.yml` is a variant, and none of its own.
 */
function wordsFunction(commands: readonly CompletedCommand[]): string {
  const groups = groupsOf(commands);
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ flag, values }) =>
      values.length === 0 ? [] : `    '${path} ${flag}') ${lines(values)}; return 0 ;;`,
    ),
  );
  const cases = commands.map((command) => {
    const words = [...command.subcommands, ...command.arguments, ...command.options.map(({ flag }) => flag)];
    return `    '${command.path}') ${lines(words)}${command.takesPrompt ? '; _prompteval_prompts' : ''} ;;`;
  });
  return `_prompteval_prompts() {
  local file name
  for file in prompts/*.prompt.yml; do
    name="\${file##*/}"; name="\${name%.prompt.yml}"
    case "$name" in '*' | *.*) ;; *) printf '%s\\n' "$name" ;; esac
  done
}
_prompteval_words() {
  [ -n "\${ZSH_VERSION:-}" ] && emulate -L sh
  local at='' last='' word
  for word in "$@"; do
    case "$last" in
      ${valueFlags(commands).join(' | ')}) [ "$word" = '=' ] || last=''; continue ;;
    esac
    last="$word"
    case "$word" in -*) continue ;; esac
    case "$at" in
      '') at="$word" ;;
      ${groups.map((group) => `'${group}'`).join(' | ')}) at="$at $word" ;;
    esac
  done
  case "$at $last" in
${values.join('\n')}
  esac
  case "$last" in ${valueFlags(commands).join(' | ')}) return 1 ;; esac
  case "$at" in
${cases.join('\n')}
  esac
  return 1
}`;
}

function lines(words: readonly string[]): string {
  return words.length === 0 ? ':' : `printf '%s\\n' ${words.map((word) => `'${word}'`).join(' ')}`;
}
