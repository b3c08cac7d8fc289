/** An element of a document; `text` is what stands directly in it. */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  text: string;
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const tag = /<(\/?)([A-Za-z_][\w.-]*)((?:\s+[A-Za-z_][\w.:-]*="[^"<]*")*)\s*(\/?)>/y;
const text = /[^<]+/y;

/** Parses the part of XML 1.0 that reports use, as strictly as a validating parser; throws where it is not well formed. */
export function parseXml(document: string): XmlNode {
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(document);
  if (!declaration) throw new Error('no XML declaration');
  const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(document);
  if (forbidden) throw new Error(`a character that XML cannot hold: ${JSON.stringify(forbidden[0])}`);
  const root: XmlNode = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (let at = declaration[0].length; at < document.length; ) {
    const node = open.at(-1);
    if (!node) throw new Error('something after the end');
    at = readText(document, at, node) ?? readTag(document, at, node, open);
  }
  const [first, ...rest] = root.children;
  if (open.length !== 1 || !first || rest.length > 0 || root.text.trim() !== '')
    throw new Error('not one root');
  return first;
}

function readText(document: string, at: number, node: XmlNode): number | undefined {
  text.lastIndex = at;
  const found = text.exec(document)?.[0];
  if (found === undefined) return undefined;
  if (found.includes(']]>')) throw new Error('a stray ]]>');
  node.text += decode(found);
  return at + found.length;
}

function readTag(document: string, at: number, node: XmlNode, open: XmlNode[]): number {
  tag.lastIndex = at;
  const found = tag.exec(document);
  if (!found) throw new Error(`no tag: ${document.slice(at, at + 40)}`);
  const [whole, closing, name = '', attributes = '', empty] = found;
  if (closing) {
    if (node.name !== name) throw new Error(`</${name}> closes <${node.name}>`);
    open.pop();
    return at + whole.length;
  }
  const child: XmlNode = { name, attributes: attributesOf(attributes), children: [], text: '' };
  node.children.push(child);
  if (!empty) open.push(child);
  return at + whole.length;
}

function attributesOf(written: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of written.matchAll(/([\w.:-]+)="([^"]*)"/g)) {
    if (name in found) throw new Error(`${name} stands there twice`);
    // A parser turns a line feed that stands there as it is into a space.
    found[name] = decode(value.replace(/[\n\t]/g, ' '));
  }
  return found;
}

function decode(written: string): string {
  return written.replace(/&([^;]*);?/g, (whole, name: string) => {
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1).replace(/^x/, '0x')));
    const character = entities[name];
    if (character === undefined) throw new Error(`an unknown entity: ${whole.slice(0, 20)}`);
    return character;
  });
}

/** All elements of that name, in the document's order. */
export function elementsOf(node: XmlNode, name: string): XmlNode[] {
  return [
    ...(node.name === name ? [node] : []),
    ...node.children.flatMap((child) => elementsOf(child, name)),
  ];
}
