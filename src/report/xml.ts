import { printable } from '../core/text.ts';

export interface XmlElement {
  name: string;
  attributes?: Record<string, string>;
  /** Texts are escaped. */
  children?: (XmlElement | string)[];
}

/** An XML 1.0 document. Characters that XML cannot hold, even escaped, are replaced. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, '')}\n`;
}

function element(node: XmlElement, indent: string): string {
  const attributes = Object.entries(node.attributes ?? {})
    .map(
      ([name, value]) => ` ${name}="${escapeXml(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`,
    )
    .join('');
  const children = node.children ?? [];
  if (children.length === 0) return `${indent}<${node.name}${attributes}/>`;
  const texts = children.filter((child) => typeof child === 'string');
  if (texts.length === children.length) {
    return `${indent}<${node.name}${attributes}>${texts.map(escapeXml).join('')}</${node.name}>`;
  }
  const inner = children.map((child) =>
    typeof child === 'string' ? escapeXml(child) : element(child, `${indent}  `),
  );
  return `${indent}<${node.name}${attributes}>\n${inner.join('\n')}\n${indent}</${node.name}>`;
}

function escapeXml(text: string): string {
  return printable(text)
    .replace(/[\ufffe\uffff]/g, '�')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
