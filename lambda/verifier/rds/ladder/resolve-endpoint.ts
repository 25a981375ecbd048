import { lookup } from 'node:dns/promises';
import { BlockList } from 'node:net';
import type { ClimbProps } from './climb';
import type { ConnectionTarget } from '../database-engine';
import { withDeadline } from '../deadline';
import { Outcome, rung } from './rung';

export type Resolver = (host: string) => Promise<readonly string[]>;

const DNS_LIMIT_MS = 5_000;

const systemResolver: Resolver = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * DNS. Tells whether the endpoint leads to private addresses, which only a caller in the network of the database can reach. Inside of that
 * network those of a publicly accessible instance are private too.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding
 */
export function resolveEndpoint(
  target: ConnectionTarget, { resolver = systemResolver, publiclyAccessible }: Pick<ClimbProps, 'resolver' | 'publiclyAccessible'>,
): Promise<Outcome<readonly string[]>> {
  return rung('rds.dns', target, async () => {
    const addresses = await withDeadline(DNS_LIMIT_MS, { destroy: () => undefined }, () => resolver(target.host));
    if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENODATA' });
    const privateOnly = addresses.every(isPrivate);
    return {
      message: `${target.host} resolves to ${addresses.join(', ')}${privateOnly ? ` (${remarkOnPrivate(publiclyAccessible)})` : ''}`,
      detail: { addresses, privateOnly, ...(publiclyAccessible !== undefined && { publiclyAccessible }) },
      value: addresses,
    };
  });
}

function remarkOnPrivate(publiclyAccessible: boolean | undefined): string {
  if (publiclyAccessible === undefined) return 'private: reachable only from its own network';
  return publiclyAccessible
    ? 'private from here; the instance is publicly accessible'
    : 'private, as the instance is not publicly accessible: the platform needs peering or PrivateLink';
}

const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addSubnet('100.64.0.0', 10);
PRIVATE.addSubnet('127.0.0.0', 8);
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

export function isPrivate(address: string): boolean {
  return PRIVATE.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}
