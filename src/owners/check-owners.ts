import { isJsonObject, type JsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { suggestion } from '../core/suggest.ts';
import { excerpt } from '../core/text.ts';
import { type Positions, problemAt } from '../schema/yaml-file.ts';
import { roles } from './owners.ts';
import { isPrivateKey, parsePublicKey } from './public-key.ts';
import { entriesOf, membersOf } from './written.ts';

/** What the schema can't see. What it refuses is not reported twice. */
export function checkOwners(source: JsonObject, positions: Positions): Problem[] {
  return [
    ...keyProblems(source, positions),
    ...sharedProblems(source, positions),
    ...roleProblems(source, positions),
    ...orderProblems(source, positions),
  ];
}

/** A key that is no key is never shown: it may be a private one. */
function keyProblems(source: JsonObject, positions: Positions): Problem[] {
  return membersOf(source.people).flatMap(([name, person]) =>
    entriesOf(person.keys, ['people', name, 'keys']).flatMap(({ text, path }) => {
      if (isPrivateKey(text)) {
        return problemAt(positions, path, {
          message: 'is a private key, and whoever reads this file can sign with it',
          hint: 'Throw that key away, make a new one with `prompteval keygen <file>`, and put its public line here',
        });
      }
      if (text === '' || parsePublicKey(text) !== undefined) return [];
      return problemAt(positions, path, {
        message: 'is no ed25519 public key',
        expected: 'base64 of its 32 bytes, a line that begins with ssh-ed25519, or PEM',
      });
    }),
  );
}

/** Who acts must be one person: neither a key nor an address may stand for two. */
function sharedProblems(source: JsonObject, positions: Positions): Problem[] {
  const people = membersOf(source.people);
  const names = new Map(people.map(([name]) => [name.toLowerCase(), name]));
  const seen = new Map<string, string>();
  return people.flatMap(([name, person]) => {
    const addresses = entriesOf(person.email, ['people', name, 'email']).map(({ text, path }) => {
      const value = text.toLowerCase();
      return { what: 'address', value, path, owner: names.get(value) };
    });
    const keys = entriesOf(person.keys, ['people', name, 'keys']).flatMap(({ text, path }) => {
      const value = parsePublicKey(text);
      return value === undefined ? [] : [{ what: 'key', value, path, owner: undefined }];
    });
    return [...addresses, ...keys].flatMap(({ what, value, path, owner }) => {
      const other = seen.get(`${what} ${value}`) ?? owner ?? name;
      seen.set(`${what} ${value}`, name);
      if (other === name) return [];
      return problemAt(positions, path, {
        message: `is the ${what} of ${other} too`,
        expected: 'one of their own',
      });
    });
  });
}

function roleProblems(source: JsonObject, positions: Positions): Problem[] {
  if (!isJsonObject(source.people)) return [];
  const known = Object.keys(source.people);
  return membersOf(source.prompts).flatMap(([pattern, written]) =>
    roles.flatMap((role) =>
      entriesOf(written[role], ['prompts', pattern, role])
        .filter(({ text }) => text !== '' && !known.includes(text))
        .map(({ text, path }) => {
          const hint = suggestion(text, known) ?? 'Add them under people';
          return problemAt(positions, path, {
            message: `"${excerpt(text, 60)}" is nobody under people`,
            hint,
          });
        }),
    ),
  );
}

/** The last that matches decides, so which one is last must be plain to see. */
function orderProblems(source: JsonObject, positions: Positions): Problem[] {
  const lines = new Map<number, string>();
  return membersOf(source.prompts).flatMap(([pattern]) => {
    const path = ['prompts', pattern];
    const line = positions.lineOf(path);
    const other = lines.get(line);
    lines.set(line, pattern);
    if (other === undefined) return [];
    return problemAt(positions, path, {
      message: `stands on one line with ${other}`,
      expected: 'a line of its own',
    });
  });
}
