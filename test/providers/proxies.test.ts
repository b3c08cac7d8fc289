import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { proxyName, readProxies } from '../../src/providers/proxies.ts';

function proxyFor(url: string, environment: NodeJS.ProcessEnv): string | null {
  const proxy = readProxies(environment).for(new URL(url));
  return proxy && proxyName(proxy);
}

const both = { HTTPS_PROXY: 'http://secure:1', HTTP_PROXY: 'http://plain:2' };

describe('which proxy', () => {
  it.each<[string, string, NodeJS.ProcessEnv, string | null]>([
    ['none', 'https://api.example/v1', {}, null],
    ['that of https', 'https://api.example/v1', both, 'http://secure:1'],
    ['that of http', 'http://api.example/v1', both, 'http://plain:2'],
    ['only that of its own protocol', 'http://api.example', { HTTPS_PROXY: 'http://secure:1' }, null],
    ['small letters', 'https://api.example', { https_proxy: 'http://small:3' }, 'http://small:3'],
    [
      'small letters first',
      'https://api.example',
      { ...both, https_proxy: 'http://small:3' },
      'http://small:3',
    ],
    ['an empty one is none', 'https://api.example', { HTTPS_PROXY: '' }, null],
    [
      'without a protocol',
      'https://api.example',
      { HTTPS_PROXY: 'proxy.example:3128' },
      'http://proxy.example:3128',
    ],
    [
      'with the usual port',
      'https://api.example',
      { HTTPS_PROXY: 'http://proxy.example' },
      'http://proxy.example:80',
    ],
    [
      'over TLS',
      'https://api.example',
      { HTTPS_PROXY: 'https://proxy.example' },
      'https://proxy.example:443',
    ],
    ['this machine too', 'http://127.0.0.1:8080', both, 'http://plain:2'],
  ])('%s', (_, url, environment, expected) => {
    expect(proxyFor(url, environment)).toBe(expected);
  });
});

describe('NO_PROXY', () => {
  it.each<[string, string, boolean]>([
    ['*', 'https://api.example', true],
    ['api.example', 'https://api.example', true],
    ['API.example', 'https://api.EXAMPLE', true],
    ['example', 'https://api.example', true],
    ['.example', 'https://api.example', true],
    ['*.example', 'https://api.example', true],
    ['.api.example', 'https://api.example', true],
    ['pi.example', 'https://api.example', false],
    ['api.example.org', 'https://api.example', false],
    ['api.example:443', 'https://api.example', true],
    ['api.example:8443', 'https://api.example', false],
    ['api.example:8443', 'https://api.example:8443', true],
    ['other, localhost,127.0.0.1', 'http://127.0.0.1:9', true],
    ['other localhost', 'http://localhost:9', true],
    ['127.0.0.0/8', 'http://127.0.0.1:9', true],
    ['10.0.0.0/8', 'http://127.0.0.1:9', false],
    ['10.0.0.0/64', 'http://10.0.0.1', false],
    ['::1', 'http://[::1]:9', true],
    ['[::1]:9', 'http://[::1]:9', true],
    ['fd00::/8', 'http://[fd12::1]', true],
    ['', 'https://api.example', false],
    [',,', 'https://api.example', false],
  ])('%j sends %s straight: %s', (list, url, straight) => {
    expect(proxyFor(url, { ...both, NO_PROXY: list }) === null).toBe(straight);
    expect(proxyFor(url, { ...both, no_proxy: list }) === null).toBe(straight);
  });
});

describe('a password', () => {
  it.each([
    ['http://user:pass@proxy:1', 'user:pass'],
    ['http://user:p%40ss%3A@proxy:1', 'user:p@ss:'],
    ['http://user:100%@proxy:1', 'user:100%'],
    ['user:pass@proxy:1', 'user:pass'],
    ['http://user@proxy:1', 'user:'],
  ])('of %s is sent, and in no other field', (value, expected) => {
    const proxy = readProxies({ HTTPS_PROXY: value }).for(new URL('https://api.example'));
    const { authorization, ...rest } = proxy ?? { authorization: null };
    expect(authorization).toBe(`Basic ${Buffer.from(expected).toString('base64')}`);
    expect(JSON.stringify(rest)).not.toMatch(/user|pass|100/);
  });

  it.each(['http://', 'socks5://user:secret@proxy:1', 'http://user:secret@:80', 'a b:secret@'])(
    'is not repeated where %s is refused',
    (value) => {
      const read = () => readProxies({ HTTPS_PROXY: value, HTTP_PROXY: value });
      expect(read).toThrow(InputError);
      try {
        read();
      } catch (error) {
        expect(error).toMatchObject({ problems: [{ field: 'HTTPS_PROXY' }, { field: 'HTTP_PROXY' }] });
        expect(JSON.stringify(error) + String(error)).not.toContain('secret');
      }
    },
  );
});
