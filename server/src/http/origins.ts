/**
 * Where browsers may come from. Exact comparison, never a suffix or a pattern, never with the Host header, and an absent
 * Origin is nobody's (TH01, TH02).
 */
export interface Origins {
  allows(origin: string | undefined): boolean;
  /** Host headers that this server answers to: DNS rebinding brings another name. */
  allowsHost(host: string | undefined): boolean;
}

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/** The server's own origins at a port, and the configured ones. `port` is asked late: 0 means any until it listens. */
export function createOrigins(options: {
  scheme: 'http' | 'https';
  host: string;
  port: () => number;
  extra: readonly string[];
}): Origins {
  const { scheme, host, port, extra } = options;
  const configured = extra.map((url) => new URL(url));
  const bare = host.includes(':') ? `[${host}]` : host;
  const names = new Set([bare, ...loopbackNames]);
  const own = (): URL[] => [...names].map((name) => new URL(`${scheme}://${name}:${port()}`));
  return {
    allows: (origin) => origin !== undefined && [...own(), ...configured].some((url) => url.origin === origin),
    allowsHost: (header) => header !== undefined && [...own(), ...configured].some((url) => url.host === header),
  };
}
