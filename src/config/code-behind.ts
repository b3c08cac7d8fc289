import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestBytes } from '../core/digest.ts';
import type { Checkout } from './code/checkout.ts';
import { comparable, filesAt, importedCode, importsOf, withoutTypeImports } from './code/imported-code.ts';
import { namedTexts } from './code/named-texts.ts';
import { realPath } from './code/paths.ts';
import { CodeSearch, filesNamed, isCode } from './code/search-code.ts';
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
 * imports. Installed packages are not followed.
 *
 * @param data files that the config names and that are compared otherwise: prompts and datasets
 */
export async function codeBehind(
  checkout: Checkout,
  config: ConfigFile,
  prompt: string,
  data: readonly string[],
): Promise<string[]> {
  const { file, root } = realPlace(config);
  const source = await readFile(file, 'utf8');
  const { imports, named, text } = mentionedBy(source, prompt);
  const { shared, entries } = codeOfConfig(file, source);
  const search = new CodeSearch(checkout, file, data);
  search.addFiles(filesNamed(checkout, root, { files: imports, packages: imports }));
  // The config names datasets and prompts too, which are no code and have digests of their own.
  search.addFiles(filesNamed(checkout, root, namedTexts(named)).filter(isCode));
  search.addFiles(environmentOf(checkout, root));
  search.addConfigCode(root, `${shared}\n${entries.get(prompt) ?? ''}\n${text}`);
  const found = await search.find();
  const packages = imports.filter((path) => !path.startsWith('.') && path !== 'prompteval');
  const texts = [text, shared, entries.get(prompt) ?? '', ...packages].filter((code) => code.trim() !== '');
  // By their texts: a file that was only renamed is the same code.
  return [...found.values(), ...texts.map((code) => digestBytes(code))].sort();
}

/**
 * The same of everything that runs where the config is loaded, whichever prompt it is for: it all runs in one process, and
 * could change what any prompt is judged by. Of the config itself, all but data counts. By the files, with their paths.
 */
export async function allCode(
  checkout: Checkout,
  config: ConfigFile,
  data: readonly string[],
): Promise<Map<string, string>> {
  const { file, root } = realPlace(config);
  const source = await readFile(file, 'utf8');
  const { shared, imports, entries } = codeOfConfig(file, source);
  const code = [
    imports,
    shared,
    ...[...entries].flatMap(([name, text]) => (text === '' ? [] : [name, text])),
  ].join('\n');
  const named = file.endsWith('.json') ? JSON.stringify(JSON.parse(source)) : source;
  const search = new CodeSearch(checkout, file, data);
  search.addFiles(filesNamed(checkout, root, namedTexts(named)).filter(isCode));
  search.addFiles(environmentOf(checkout, root));
  search.addConfigCode(root, code);
  return (await search.find()).set(file, digestBytes(code));
}

/**
 * What of the code behind a prompt's entry no run may change that goes on: what of the config could change its answers or
 * scores, and the files that the entry rests on with all that they import. Less than `codeBehind` has, because a run must not
 * be refused for what nobody changed.
 *
 * @returns digests, sorted; a file that was only renamed is the same code
 */
export async function importedBehind(config: ConfigFile, prompt: string): Promise<string[]> {
  const { file, root } = realPlace(config);
  const source = comparable(await readFile(file, 'utf8'));
  const { answering, entries } = codeOfConfig(file, source);
  const loading = withoutTypeImports(source);
  const { imports, named } = mentionedBy(loading, prompt);
  const own = namedTexts(named).files.filter((name) => name.startsWith('.') || isCode(name));
  const found = await importedCode([
    ...imports.filter((path) => path.startsWith('.')).flatMap((path) => filesAt(dirname(file), path)),
    // What is loaded in other words may be for any prompt.
    ...importsOf(dirname(file), loading.replace(importing, '')),
    ...own.flatMap((path) => filesAt(root, path)).filter(isCode),
  ]);
  const texts = [answering, entries.get(prompt) ?? ''].filter((code) => code.trim() !== '');
  return [...found.values(), ...texts.map((code) => digestBytes(code))].sort();
}

/** Links on the way to a project don't matter to it. */
function realPlace({ file, root }: ConfigFile): ConfigFile {
  return { file: realPath(file) ?? file, root: realPath(root) ?? root };
}

/** Its variables are set before anything runs; most are not committed. */
function environmentOf(checkout: Checkout, root: string): string[] {
  const file = checkout.file(join(root, '.env'));
  return file === undefined ? [] : [file];
}

/** JSON is data. */
function codeOfConfig(file: string, source: string): ConfigCode {
  return file.endsWith('.json')
    ? { answering: '', shared: '', imports: '', entries: new Map() }
    : configCode(source);
}

interface Mentioned {
  /** What is imported, as it is written. */
  imports: string[];
  /** Of the config, where files may be named. */
  named: string;
  /** Of the config, outside of the entry. */
  text: string;
}

const importing = /\bimport\s+(?:type\s+)?(?:([\w$*{},\s]+?)\s*\bfrom\s*)?(['"])([^'"\n]+)\2\s*;?/g;
const declaring = /\b(?:const|let|var|function\*?|class)\s+([\w$]+|\{[^}]*\}|\[[^\]]*\])/g;

function mentionedBy(source: string, prompt: string): Mentioned {
  const all = [...source.matchAll(importing)].map(([, , , path = '']) => path);
  const parts = partsOf(source, prompt);
  if (parts === undefined) return { imports: all, named: source, text: source };
  const { own, shared, others, inOtherEntries } = parts;
  const words = identifiers(withoutTexts(`${own}\n${shared}`));
  const declared = [...withoutTexts(others).matchAll(declaring)];
  // What the config declares may hold anything that it imports.
  const isDeclared = declared.some(([, names = '']) =>
    [...identifiers(names)].some((name) => words.has(name)),
  );
  if (isDeclared) return { imports: all, named: source, text: others };
  const otherWords = identifiers(withoutTexts(inOtherEntries));
  const mentioned = [...source.matchAll(importing)].flatMap(([, clause = '', , path = '']) => {
    const names = [...identifiers(clause.replace(/[\w$]+\s+as\s+/g, ''))];
    const isOfOthers = names.some((name) => otherWords.has(name));
    // What nobody mentions runs all the same.
    return !isOfOthers || names.some((name) => words.has(name)) ? [path] : [];
  });
  return { imports: mentioned, named: own, text: '' };
}

/** A config's source, as far as one prompt goes; undefined where it is not written as one object literal. */
function partsOf(source: string, prompt: string) {
  const [prompts, entry] = [spanOf(source, ['prompts']), spanOf(source, ['prompts', prompt])];
  const root = rootOf(source, 'prompts');
  if (!prompts || !entry || !root || entry.end <= entry.start) return undefined;
  const end = root.elements.at(-1)?.end ?? root.open;
  // Whatever comes after it could change it.
  const after = withoutTexts(source.slice(end)).replace(
    /\bexport\s+default\s+[\w$]+|\bexport\s*\{\s*[\w$]+\s+as\s+default\s*\}|\bsatisfies\s+[\w$.]+/g,
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
