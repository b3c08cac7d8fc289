import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { HttpAddress } from './http-exchange.ts';
import { type HttpProxy, type Proxies, proxyName } from './proxies.ts';
import { TunnelAgent } from './tunnel-agent.ts';

/** The way that the calls to one URL go. */
export interface Route {
  address: HttpAddress;
  agent: http.Agent;
  /** The host, and who asks by the address; a call's own headers come before them. */
  usual: Readonly<Record<string, string>>;
  /** What a proxy wants to have above each call, whatever the call says; of a tunnel it was said when that was opened. */
  headers: Readonly<Record<string, string>>;
  /** As HttpRequest has it. */
  proxy: HttpProxy | null;
}

export interface Routes {
  to(url: string | URL): Route;
  /** Closes every connection, those in use too. */
  close(): void;
}

export interface RouteOptions {
  /** Most calls in flight: one connection each. */
  concurrency: number;
  /** Longest time that a proxy has for a tunnel, in milliseconds. */
  connectMs: number;
  proxies: Proxies;
}

/** Ways that keep their connections: straight, through a tunnel (https), or by a proxy that asks for us (http). */
export function createRoutes({ concurrency, connectMs, proxies }: RouteOptions): Routes {
  const pool = { keepAlive: true, maxSockets: concurrency, maxFreeSockets: concurrency };
  const straight: Record<string, http.Agent> = {
    'http:': new http.Agent(pool),
    'https:': new https.Agent(pool),
  };
  const tunnels = new Map<string, TunnelAgent>();
  const tunnelBy = (proxy: HttpProxy) => {
    const name = proxyName(proxy);
    const known = tunnels.get(name) ?? new TunnelAgent(proxy, connectMs, pool);
    tunnels.set(name, known);
    return known;
  };
  const agentFor = (protocol: string): http.Agent => {
    const agent = straight[protocol];
    if (agent === undefined) throw new TypeError(`no transport for ${protocol}`);
    return agent;
  };
  const routeTo = (url: URL): Route => {
    const address = addressOf(url);
    const usual = usualHeaders(url);
    const agent = agentFor(url.protocol);
    const proxy = proxies.for(url);
    if (proxy === null) return { address, agent, usual, headers: {}, proxy };
    if (url.protocol === 'https:')
      return { address, agent: tunnelBy(proxy), usual, headers: {}, proxy: null };
    return { ...askingProxy(url, proxy), agent: agentFor(proxy.protocol), usual, proxy };
  };
  /** A provider's calls go to a handful of addresses: the one of the last call is not taken apart again. */
  let last: { url: string; route: Route } | undefined;
  return {
    to(given) {
      const url = String(given);
      if (last?.url !== url) last = { url, route: routeTo(new URL(url)) };
      return last.route;
    },
    close() {
      for (const agent of [...Object.values(straight), ...tunnels.values()]) agent.destroy();
    },
  };
}

function addressOf(url: URL): HttpAddress {
  const { hostname, port, path } = urlToHttpOptions(url);
  return { protocol: url.protocol, hostname, port, path };
}

function usualHeaders(url: URL): Record<string, string> {
  const { auth } = urlToHttpOptions(url);
  const basic = auth && { authorization: `Basic ${Buffer.from(auth).toString('base64')}` };
  return { host: url.host, ...basic };
}

/** The proxy is asked as a server is, with the whole URL for a path. */
function askingProxy(url: URL, proxy: HttpProxy): Pick<Route, 'address' | 'headers'> {
  const { protocol, hostname, port, authorization } = proxy;
  const path = `${url.origin}${url.pathname}${url.search}`;
  return {
    address: { protocol, hostname: hostname.replace(/^\[(.*)\]$/, '$1'), port, path },
    headers: { host: url.host, ...(authorization !== null && { 'proxy-authorization': authorization }) },
  };
}
