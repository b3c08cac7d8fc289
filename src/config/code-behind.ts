import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { digestBytes } from '../core/digest.ts';
import { type ConfigCode, configCode } from './config-code.ts';
import { withoutTexts } from './literal.ts';
import { rootOf, spanOf } from './locate.ts';

/** A config's file, as far as this is about it. */
interface ConfigFile {
  file: string;
  root: string;
}

/**
 * Digests of the code that a prompt's entry in the config rests on, beyond the entry itself: the files that it imports or
 * names, the files that those import or name, and what else of the config it mentions. An evaluator's own digest covers its
 * function alone, and not what that calls. Where it can't be told what an entry mentions, it rests on all that the config
 * imports. Packages are not followed.
 */
export async function codeBehind({ file, root }: ConfigFile, prompt: string): Promise<string[]> {
  const source = await readFile(file, 'utf8');
  const { files, text } = mentionedBy(source, prompt);
  const found = new Map<string, string>();
  // The config names datasets and prompts too, which are no code and have digests of their own.
  const start = files
    .map((path) => resolveFile(root, path))
    .filter((path): path is string => path !== undefined && isCode(path));
  await collect(start, found);
  found.delete(file);
  const { shared, entries } = codeOfConfig(file, source);
  const packages = files.filter((path) => !/^[./]/.test(path) && path !== 'prompteval');
  const texts = [text, shared, entries.get(prompt) ?? '', ...packages].filter((code) => code.trim() !== '');
  // By their texts: a file that was only renamed is the same code.
  return [...found.values(), ...texts.map((code) => digestBytes(code))].sort();
}

/**
 * The same of everything that runs where the config is loaded, whichever prompt it is for: it all runs in one process, and
 * could change what any prompt is judged by. Of the config itself, all but data counts.
 *
 * @param data files that the config names and that are compared otherwise: prompts and datasets
 */
export async function allCode({ file, root }: ConfigFile, data: readonly string[]): Promise<string[]> {
  const source = await readFile(file, 'utf8');
  const { shared, imports, entries } = codeOfConfig(file, source);
  const code = [
    imports,
    shared,
    ...[...entries].flatMap(([name, text]) => (text === '' ? [] : [name, text])),
  ];
  const named = file.endsWith('.json') ? JSON.stringify(JSON.parse(source)) : source;
  const [read, run] = [code.join('\n'), named].map((text) =>
    pathsIn(text).flatMap((path) => resolveFile(root, path) ?? []),
  );
  const found = new Map<string, string>();
  const files = [...(read ?? []).filter((path) => !data.includes(path)), ...(run ?? []).filter(isCode)];
  await collect(files, found);
  found.delete(file);
  return [...found.values(), digestBytes(code.join('\n'))].sort();
}

/** JSON is data. */
function codeOfConfig(file: string, source: string): ConfigCode {
  return file.endsWith('.json') ? { shared: '', imports: '', entries: new Map() } : configCode(source);
}

interface Mentioned {
  /** As they are written. */
  files: string[];
  /** Of the config, outside of the entry. */
  text: string;
}

const importing = /\bimport\s+(?:type\s+)?(?:([\w$*{},\s]+?)\s*\bfrom\s*)?(['"])([^'"\n]+)\2\s*;?/g;
const declaring = /\b(?:const|let|var|function\*?|class)\s+([\w$]+|\{[^}]*\}|\[[^\]]*\])/g;

function mentionedBy(source: string, prompt: string): Mentioned {
  const all = pathsIn(source);
  const parts = partsOf(source, prompt);
  if (parts === undefined) return { files: all, text: source };
  const { own, shared, others, inOtherEntries } = parts;
  const words = identifiers(withoutTexts(`${own}\n${shared}`));
  const declared = [...withoutTexts(others).matchAll(declaring)];
  // What the config declares may hold anything that it imports.
  const isDeclared = declared.some(([, names = '']) =>
    [...identifiers(names)].some((name) => words.has(name)),
  );
  if (isDeclared) return { files: all, text: others };
  const otherWords = identifiers(withoutTexts(inOtherEntries));
  const mentioned = [...source.matchAll(importing)].flatMap(([, clause = '', , path = '']) => {
    const names = [...identifiers(clause.replace(/[\w$]+\s+as\s+/g, ''))];
    const isOfOthers = names.some((name) => otherWords.has(name));
    // What nobody mentions runs all the same.
    return !isOfOthers || names.some((name) => words.has(name)) ? [path] : [];
  });
  return { files: [...mentioned, ...pathsIn(own)], text: '' };
}

/** A config's source, as far as one prompt goes; undefined where it is not written as one object literal. */
function partsOf(source: string, prompt: string) {
  const [prompts, entry] = [spanOf(source, ['prompts']), spanOf(source, ['prompts', prompt])];
  const root = rootOf(source, 'prompts');
  if (!prompts || !entry || !root || entry.end <= entry.start) return undefined;
  const end = root.elements.at(-1)?.end ?? root.open;
  // Whatever comes after it could change it.
  const after = withoutTexts(source.slice(end)).replace(
    /\bexport\s+default\s+[\w$]+|\bsatisfies\s+[\w$.]+/g,
    '',
  );
  if (!/^[\s,;})]*$/.test(after)) return undefined;
  const members = root.elements.filter(
    ({ start, end: last }) => last <= prompts.start || start >= prompts.end,
  );
  const exported = /\bexport\s+default\b[^;]*$/.exec(source.slice(0, root.open))?.[0] ?? '';
  const texts = members.map((span) => source.slice(span.start, span.end));
  return {
    own: source.slice(entry.start, entry.end),
    shared: [exported, ...texts].join('\n'),
    inOtherEntries: source.slice(prompts.start, entry.start) + source.slice(entry.end, prompts.end),
    others: source.slice(0, prompts.start).replace(importing, '') + source.slice(prompts.end),
  };
}

function identifiers(text: string): Set<string> {
  return new Set(text.match(/[A-Za-z_$][\w$]*/g));
}

/** Whatever is written as a path: an import, a file that is read, the evaluator of a JSON config. */
function pathsIn(source: string): string[] {
  return [...source.matchAll(/(['"`])(\.{1,2}\/[^'"`\n]+)\1/g)].map(([, , path = '']) => path);
}

const endings = ['', '.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'];

function resolveFile(folder: string, path: string): string | undefined {
  if (!/^[./]/.test(path)) return undefined;
  const at = resolve(folder, path);
  // TypeScript may be imported under the name that it is compiled to.
  const candidates = [...endings.map((ending) => at + ending), at.replace(/\.([cm]?)js$/, '.$1ts')];
  return candidates.find((file) => existsSync(file) && statSync(file).isFile());
}

function isCode(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file);
}

async function collect(files: readonly string[], found: Map<string, string>): Promise<void> {
  for (const file of files) {
    if (found.has(file)) continue;
    const bytes = await readFile(file);
    found.set(file, digestBytes(bytes));
    if (!isCode(file)) continue;
    const below = pathsIn(bytes.toString('utf8')).map((path) => resolveFile(dirname(file), path));
    await collect(
      below.filter((path) => path !== undefined),
      found,
    );
  }
}
