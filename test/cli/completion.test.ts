import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';

const run = promisify(execFile);
const isThere = (shell: string) => spawnSync(shell, ['--version']).status === 0;
const without = (shell: string) => (isThere(shell) ? shell : `${shell} (skipped: it is not installed)`);

/** What is typed before the Tab key, and what it may become. */
const lines: [string, string[]][] = [
  ['rol', ['rollback']],
  ['audit ve', ['verify']],
  ['run tr', ['triage']],
  ['--cwd . run tr', ['triage']],
  ['--cwd . rol', ['rollback']],
  ['release triage --max', ['--max-cost']],
  ['run --cache re', ['read-only']],
  ['run --cache ', ['on', 'read-only', 'write-only', 'off']],
  ['export triage --format d', ['dotprompt']],
  ['help rol', ['rollback']],
  ['completion z', ['zsh']],
  ['import not', ['notes.txt']],
  ['--config not', ['notes.txt']],
];
const single = lines.filter(([, words]) => words.length === 1);

let project: TemporaryProject;
beforeAll(async () => {
  project = await makeProject({
    'prompts/triage.prompt.yml': '',
    'prompts/triage.short.prompt.yml': '',
    'notes.txt': '',
  });
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = await runCli(['completion', shell], { cwd: project.folder });
    await project.write(`c.${shell}`, stdout);
  }
});

const shell = async (name: string, ...args: string[]) =>
  (await run(name, args, { cwd: project.folder, timeout: 60_000 })).stdout;

describe('completion', () => {
  it.runIf(isThere('bash')).each(lines)(`in ${without('bash')}: %s`, async (typed, words) => {
    const typedWords = typed.split(' ').map((word) => `'${word}'`);
    const script = `source c.bash; complete -p prompteval; COMP_WORDS=(prompteval ${typedWords.join(' ')}); COMP_CWORD=${typedWords.length}; _prompteval; printf '%s\n' "\${COMPREPLY[@]}"`;
    const [registered, ...found] = (await shell('bash', '-c', script)).trim().split('\n');
    expect(registered).toBe('complete -o default -F _prompteval prompteval');
    // What is no word of ours is left to bash, which completes files.
    expect(found).toEqual(words[0] === 'notes.txt' ? [] : words);
  });

  it.runIf(isThere('fish'))(`in ${without('fish')}`, async () => {
    const script = lines.map(([typed]) => `complete -C 'prompteval ${typed}'; echo ==`).join('\n');
    const answers = (await shell('fish', '--no-config', '-c', `source c.fish\n${script}`)).split('==\n');
    const found = answers.map((answer) => answer.match(/^[^\t\n]+/gm)?.toSorted() ?? []);
    expect(found.slice(0, lines.length)).toEqual(lines.map(([, words]) => words.toSorted()));
  });

  // In a terminal of its own: zsh completes nothing without its line editor.
  it.runIf(isThere('zsh'))(`in ${without('zsh')}`, { timeout: 60_000 }, async () => {
    const typed = single.map(([text, words]) => {
      const done = `prompteval ${text.replace(/\S*$/, '')}${words[0]}`;
      return `try 'prompteval ${text}' '${done}'`;
    });
    await project.write(
      'tab.zsh',
      `zmodload zsh/zpty
zpty z zsh -f -i
seek() { local out= more; for i in {1..200}; do
  while zpty -r -t z more; do out+=$more; done
  [[ $out == *"$1"* ]] && return 0; sleep 0.05
done; print -r -- "not found: $1 in \${(q)out}"; return 1 }
zpty -w z 'PS1=; source ./c.zsh; print "REA""DY"'
seek READY
try() { zpty -n -w z "$1"$'\\t'; seek "$2" && print "$1: ok"; zpty -n -w z $'\\C-u' }
${typed.join('\n')}
`,
    );
    const found = await shell('zsh', '-f', 'tab.zsh');
    expect(found.trim().split('\n')).toEqual(single.map(([text]) => `prompteval ${text}: ok`));
  });

  it('is for shells that are known', async () => {
    const unknown = await runCli(['completion', 'cmd'], { cwd: project.folder });
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('bash, zsh, fish') });
  });
});
