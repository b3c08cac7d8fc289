import { describe, expect, it } from 'vitest';
import { type Content, html } from '../../../src/report/html/markup.ts';

describe('html', () => {
  it.each<[Content, string]>([
    ['<b>', '&lt;b&gt;'],
    [`"'&`, '&quot;&#39;&amp;'],
    [0, '0'],
    [null, ''],
    [undefined, ''],
    [false, ''],
    [['a<', html`<i>${'b>'}</i>`, ['c&']], 'a&lt;<i>b&gt;</i>c&amp;'],
    ['\u202egpj', '�gpj'],
    ['\ud800', '�'],
  ])('renders %j', (value, expected) => {
    expect(html`${value}`.text).toBe(expected);
  });

  it('does not read its own output again', () => {
    expect(html`<p>${'<i> {{y}} $& &lt;'}</p>`.text).toBe('<p>&lt;i&gt; {{y}} $&amp; &amp;lt;</p>');
  });
});
