import { readTokens, textOf } from '../tokens.ts';

const text = String.raw`(?:'[^'\n]*'|"[^"\n]*"|\`[^\`$]*\`)`;
const own = String.raw`import\.meta\.dirname|(?:path\.)?dirname\(fileURLToPath\(import\.meta\.url\)\)|fileURLToPath\(new URL\(['"]\.\/?['"],import\.meta\.url\)\)`;
const address = String.raw`new URL\(${text},import\.meta\.url\)`;

const reading =
  'readFile(?:Sync)?|readdir(?:Sync)?|opendir(?:Sync)?|openSync|openAsBlob|createReadStream|globSync';
/** By these words only what imports a library of files means files. */
const readingOfLibraries = String.raw`${reading}|open|glob\w*|read[A-Z]\w*|load\w*`;
const libraries =
  /(['"`])(?:(?:node:)?fs(?:\/promises)?|fs-extra|graceful-fs|jsonfile|load-json-file|load-yaml-file|globby|glob|fast-glob|tinyglobby)\1/;
/** Most modules don't. */
const mayRead =
  /\bimport\s*\(|[rR]equire|\.resolve|readFile|readdir|open|createReadStream|glob|\bfs\b|jsonfile|load-|child_process|worker_threads|execa|cross-spawn|getBuiltinModule/;
/** Other programs and threads read what they like. */
const running = /(['"`])(?:node:)?(?:child_process|worker_threads|execa|cross-spawn)\1|getBuiltinModule/;

/**
 * Whether code imports or reads files by names that it makes up as it runs, as far as that can be seen in its text: what it
 * names is then not all that it depends on. Where nobody can tell, it does.
 */
export function computesNames(source: string): boolean {
  if (!mayRead.test(source)) return false;
  const code = squeezed(source);
  const plain = plainNames(code);
  if (running.test(code)) return true;
  const requires = [...code.matchAll(/([\w$]+)(?::[\w$.]+)?=(?:[\w$]+\.)?createRequire\(/g)];
  const names = ['require', ...requires.map(([, name = '']) => escaped(name))];
  const calls = String.raw`(?:import|(?:${names.join('|')})(?:\.resolve)?|import\.meta\.resolve|createRequire\([^()]*\))`;
  const importing = new RegExp(String.raw`(?<![\w$.])${calls}\((?!${plain})`);
  if (importing.test(code)) return true;
  // To import a reader is not to call it, but by another name nobody sees the calls.
  const rest = code.replace(/\bimport\s?(?:type )?[^;'"`()]{0,2000}?from(['"])[^'"\n]*\1/g, (clause) =>
    /\{[^}]* as /.test(clause) ? clause : '',
  );
  const words = libraries.test(code) ? readingOfLibraries : reading;
  return new RegExp(String.raw`(?<![\w$])(?:(?:${words})(?!\w)(?!\(${plain})|fs\[)`).test(rest);
}

/** Whether a module may read files at all, by whatever names. */
export function readsFiles(source: string): boolean {
  return libraries.test(source) || running.test(source) || new RegExp(reading).test(source);
}

/** A name that stands there, wherever the code runs: `'a.json'`, `new URL('a.json', import.meta.url)`, `join(here, 'a.json')`. */
function plainNames(code: string): string {
  const declared = [...code.matchAll(new RegExp(String.raw`\bconst ([\w$]+)=(?:${own})(?![\w$.(+])`, 'g'))];
  const names = declared.map(([, name = '']) => `${escaped(name)}|`);
  const folder = String.raw`(?:${names.join('')}${own}|__dirname|process\.cwd\(\))`;
  const path = String.raw`(?:path\.)?(?:join|resolve)\((?:${folder},)?${text}(?:,${text})*\)`;
  return String.raw`(?:${text}|${address}|(?:fileURLToPath|pathToFileURL)\((?:${text}|${address})\)|${path})[,)]`;
}

function escaped(name: string): string {
  return name.replaceAll('$', String.raw`\$`);
}

/** Without comments where they can be told apart, and without spaces that mean nothing. */
function squeezed(source: string): string {
  const nodes = readTokens(source);
  const code = nodes === undefined ? source : textOf(nodes);
  return code
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w$'"` ]) ?/g, '$1')
    .replace(/ ?(['"`]) ?/g, '$1');
}
