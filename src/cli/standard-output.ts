/** Undefined until standard output is the command's alone. */
let own: typeof process.stdout.write | undefined;

/**
 * Makes standard output the command's alone: what a config, an evaluator or a provider of the user prints goes to standard
 * error, so that the one JSON document (or JUnit file, or completion script) stays whole.
 */
export function keepStandardOutput(): void {
  own ??= process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
}

/** What the command itself has to say to whoever reads its standard output. */
export function toStandardOutput(text: string): void {
  (own ?? process.stdout.write.bind(process.stdout))(text);
}
