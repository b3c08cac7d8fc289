import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { HttpAddress } from './http-exchange.ts';
import { type HttpProxy, type Proxies, proxyName } from './proxies.ts';

/** The way that the calls to one URL go. */
export interface Route {
  address: HttpAddress;
  agent: http.Agent;
  /** What a proxy wants to have above each call; of a tunnel it was said when that was opened. */
  headers: Readonly<Record<string, string>>;
  proxy: HttpProxy | null;
}

export interface Routes {
  to(url: string | URL): Promise<Route>;
  /** Closes every connection, those in use too. */
  close(): void;
}

/** Ways that keep their connections: straight, through a tunnel (https), or by a proxy that asks for us (http). */
export function createRoutes(concurrency: number, proxies: Proxies): Routes {
  const pool = { keepAlive: true, maxSockets: concurrency, maxFreeSockets: concurrency };
  const straight: Record<string, http.Agent> = {
    'http:': new http.Agent(pool),
    'https:': new https.Agent(pool),
  };
  const tunnels = new Map<string, Promise<http.Agent>>();
  const tunnelBy = (proxy: HttpProxy) => {
    const name = proxyName(proxy);
    const known = tunnels.get(name) ?? openTunnels(proxy, pool);
    tunnels.set(name, known);
    return known;
  };
  const agentFor = (protocol: string): http.Agent => {
    const agent = straight[protocol];
    if (agent === undefined) throw new TypeError(`no transport for ${protocol}`);
    return agent;
  };
  const routeTo = async (url: URL): Promise<Route> => {
    const address = addressOf(url);
    const agent = agentFor(url.protocol);
    const proxy = proxies.for(url);
    if (proxy === null) return { address, agent, headers: {}, proxy };
    if (url.protocol === 'https:') return { address, agent: await tunnelBy(proxy), headers: {}, proxy };
    return { ...askingProxy(url, address, proxy), agent: agentFor(proxy.protocol), proxy };
  };
  /** A provider's calls go to a handful of addresses: the one of the last call is not taken apart again. */
  let last: { url: string; route: Promise<Route> } | undefined;
  return {
    to(given) {
      const url = String(given);
      if (last?.url !== url) last = { url, route: routeTo(new URL(url)) };
      return last.route;
    },
    close() {
      for (const agent of Object.values(straight)) agent.destroy();
      for (const tunnel of tunnels.values()) tunnel.then((agent) => agent.destroy()).catch(() => undefined);
    },
  };
}

function addressOf(url: URL): HttpAddress {
  const { hostname, port, path, auth } = urlToHttpOptions(url);
  return { protocol: url.protocol, hostname, port, path, auth };
}

/** Loaded where a call needs it. The password goes in a header, and not in the URL, which the package shows with DEBUG=*. */
async function openTunnels(proxy: HttpProxy, pool: http.AgentOptions): Promise<http.Agent> {
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const { authorization } = proxy;
  return new HttpsProxyAgent(proxyName(proxy), {
    ...pool,
    headers: authorization === null ? {} : { 'Proxy-Authorization': authorization },
  });
}

/** The proxy is asked as a server is, with the whole URL for a path. */
function askingProxy(url: URL, { auth }: HttpAddress, proxy: HttpProxy): Pick<Route, 'address' | 'headers'> {
  const { protocol, hostname, port, authorization } = proxy;
  const path = `${url.origin}${url.pathname}${url.search}`;
  return {
    address: { protocol, hostname: hostname.replace(/^\[(.*)\]$/, '$1'), port, path, auth },
    headers: { host: url.host, ...(authorization !== null && { 'proxy-authorization': authorization }) },
  };
}
