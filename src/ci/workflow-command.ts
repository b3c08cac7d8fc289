import { printable } from '../core/text.ts';

/** A remark on a line of a file of the repository, or on the job where no file is named. */
export interface Annotation {
  level: 'error' | 'warning' | 'notice';
  title: string;
  text: string;
  /** Seen from the repository's root. */
  file?: string;
  /** 1-based. */
  line?: number;
}

/** More is cut off: a log line holds no essay. Characters. */
const longestText = 4000;
const longestTitle = 200;

/**
 * The line by which a step of GitHub Actions makes an annotation. Whatever the texts hold, it stays one command: GitHub
 * reads `%25`, `%0D`, `%0A`, and inside of properties `%3A` and `%2C`, back as what they stand for.
 */
export function annotationCommand({ level, title, text, file, line }: Annotation): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${escapeProperty(file)}`]),
    ...(file === undefined || line === undefined ? [] : [`line=${line}`]),
    `title=${escapeProperty(cut(title, longestTitle))}`,
  ];
  return `::${level} ${properties.join(',')}::${escapeData(cut(text, longestText))}`;
}

/** Text that is no part of a name: what follows the second `::`. */
export function escapeData(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

export function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * What lets a program print anything: between the two lines GitHub Actions obeys no command.
 *
 * @param token random, so that no text can name it and end the silence.
 */
export function withoutCommands(token: string): { stop: string; resume: string } {
  return { stop: `::stop-commands::${token}`, resume: `::${token}::` };
}

/** Entries of the file that GITHUB_OUTPUT names. `delimiter` is random, so that no value can end early. */
export function outputEntries(values: Record<string, string>, delimiter: string): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}<<${delimiter}\n${printable(value)}\n${delimiter}\n`)
    .join('');
}

function cut(text: string, length: number): string {
  const points = [...text.slice(0, length * 2)];
  return points.length <= length ? points.join('') : `${points.slice(0, length - 1).join('')}…`;
}
