import { lookup } from 'node:dns/promises';
import { BlockList } from 'node:net';
import type { ConnectionTarget } from '../database-engine';
import { withDeadline } from '../deadline';
import { Outcome, rung } from './rung';

export type Resolver = (host: string) => Promise<readonly string[]>;

const DNS_LIMIT_MS = 5_000;

const systemResolver: Resolver = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/** DNS. Tells whether the endpoint leads to private addresses, which only a caller in the network of the database can reach. */
export function resolveEndpoint(target: ConnectionTarget, resolver: Resolver = systemResolver): Promise<Outcome<readonly string[]>> {
  return rung('rds.dns', target, async () => {
    const addresses = await withDeadline(DNS_LIMIT_MS, { destroy: () => undefined }, () => resolver(target.host));
    if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENODATA' });
    const privateOnly = addresses.every(isPrivate);
    return {
      message: `${target.host} resolves to ${addresses.join(', ')}${privateOnly ? ' (private: reachable only from its own network)' : ''}`,
      detail: { addresses, privateOnly },
      value: addresses,
    };
  });
}

const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addSubnet('100.64.0.0', 10);
PRIVATE.addSubnet('127.0.0.0', 8);
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

function isPrivate(address: string): boolean {
  return PRIVATE.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}
