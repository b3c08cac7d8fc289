/** What GitHub Actions obeys at the start of a line, and what it and others obey anywhere in it. */
const commands = /^(\s*)(?=::)|#(?=#\w*\[)/gm;

/** Lines for a log in which no text of a model, a dataset or a file name is a command to the runner. */
export function plainLog(text: string): string {
  return text.replace(commands, (match) => `${match}\u200b`);
}

/** The same where a runner listens; on a person's terminal nothing is added to a text that might be copied. */
export function logText(text: string, environment: NodeJS.ProcessEnv = process.env): string {
  return environment.CI || environment.GITHUB_ACTIONS ? plainLog(text) : text;
}
