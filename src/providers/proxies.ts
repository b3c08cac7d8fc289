import { BlockList, isIP } from 'node:net';
import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';

/** A proxy that calls go through. */
export interface HttpProxy {
  protocol: 'http:' | 'https:';
  hostname: string;
  port: number;
  /** The value of `Proxy-Authorization`; it is in no other field, so that the others can be shown. */
  authorization: string | null;
  /** The variable that it comes from. */
  variable: string;
}

type Address = Pick<URL, 'protocol' | 'hostname' | 'port'>;

/** Which calls go through which proxy. */
export interface Proxies {
  /** null for a call that goes straight. */
  for(url: Address): HttpProxy | null;
}

/**
 * HTTPS_PROXY, HTTP_PROXY and NO_PROXY as curl reads them; of one that is there in both cases, the small one counts.
 *
 * @throws InputError where a proxy is no address. It does not repeat it: there may be a password in it.
 */
export function readProxies(environment: NodeJS.ProcessEnv): Proxies {
  const problems: Problem[] = [];
  const read = (name: string) => {
    const found = variableOf(environment, name);
    if (found === null) return null;
    const proxy = proxyOf(found.value, found.variable);
    if (proxy === null) {
      problems.push({
        field: found.variable,
        message: 'is not the address of an HTTP proxy',
        expected: 'an address such as http://proxy.example:3128, or http://user:password@proxy.example:3128',
      });
    }
    return proxy;
  };
  const proxies = { 'https:': read('https_proxy'), 'http:': read('http_proxy') };
  if (problems.length > 0) throw new InputError(problems);
  const goesStraight = exceptions(variableOf(environment, 'no_proxy')?.value ?? '');
  return {
    for(url) {
      const proxy = url.protocol === 'https:' ? proxies['https:'] : proxies['http:'];
      return proxy === null || goesStraight(url) ? null : proxy;
    },
  };
}

/** `http://proxy.example:3128`, for messages. */
export function proxyName({ protocol, hostname, port }: HttpProxy): string {
  return `${protocol}//${hostname}:${port}`;
}

function variableOf(
  environment: NodeJS.ProcessEnv,
  name: string,
): { variable: string; value: string } | null {
  for (const variable of [name, name.toUpperCase()]) {
    const value = environment[variable]?.trim();
    if (value) return { variable, value };
  }
  return null;
}

const usualPorts = { 'http:': 80, 'https:': 443 };

function proxyOf(value: string, variable: string): HttpProxy | null {
  const text = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, username, password } = new URL(text);
  if ((protocol !== 'http:' && protocol !== 'https:') || hostname === '') return null;
  return {
    protocol,
    hostname,
    port: port === '' ? usualPorts[protocol] : Number(port),
    authorization: username === '' && password === '' ? null : basic(username, password),
    variable,
  };
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}

/** A percent sign that stands for itself is no error. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Of `NO_PROXY`: `*`, a host and what is below it (`example.com`, `.example.com`), an address or a range of them, each with a port or without. */
function exceptions(list: string): (url: Address) => boolean {
  const entries = list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(exceptionOf);
  return ({ protocol, hostname, port }) => {
    const host = bare(hostname);
    const asked = Number(port || usualPorts[protocol === 'https:' ? 'https:' : 'http:']);
    return entries.some(({ covers, port: only }) => (only === null || only === asked) && covers(host));
  };
}

interface Exception {
  covers(host: string): boolean;
  port: number | null;
}

function exceptionOf(entry: string): Exception {
  if (entry === '*') return { covers: () => true, port: null };
  const [, written = entry, port] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  const name = bare(written);
  const range = rangeOf(name);
  return {
    covers: range ?? ((host) => isBelow(host, name.replace(/^\*?\./, ''))),
    port: port ? Number(port) : null,
  };
}

function rangeOf(name: string): ((host: string) => boolean) | null {
  const [address = '', bits, ...more] = name.split('/');
  const version = isIP(address);
  if (version === 0 || bits === undefined || more.length > 0) return null;
  const length = Number(bits);
  if (!/^\d+$/.test(bits) || length > (version === 4 ? 32 : 128)) return null;
  const list = new BlockList();
  list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
  return (host) => isIP(host) === version && list.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

function isBelow(host: string, name: string): boolean {
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

/** Without the brackets of an IPv6 address, and in small letters. */
function bare(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
