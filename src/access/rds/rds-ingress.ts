import { isIPv4, isIPv6 } from 'net';
import { type IPeer, Peer, Port } from 'aws-cdk-lib/aws-ec2';
import type { DatabaseFacts } from './rds-database';
import { invalid, isLiteral, requireLiteralList } from '../../validation/invalid';

/**
 * Where the platform's connections come from. 4MINDS publishes no addresses: ask its support.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export interface RdsIngress {
  /**
   * Address ranges in CIDR notation, IPv4 or IPv6.
   *
   * @default - none
   */
  readonly cidrs?: string[];

  /**
   * A managed prefix list that holds the address ranges, such as `pl-0123456789abcdef0`.
   *
   * @default - none
   */
  readonly prefixList?: string;

  /**
   * A security group, or another peer, of a network that is connected by peering or PrivateLink.
   *
   * @default - none
   */
  readonly peer?: IPeer;
}

/** Ranges wider than these hold strangers: a share of the internet that no platform has. */
const WIDEST = { v4: 8, v6: 16 };

function requireCidr(property: string, cidr: string): void {
  if (!isLiteral(cidr)) return;
  const [address, bits, more] = cidr.split('/');
  const family = isIPv4(address) ? 'v4' : isIPv6(address) ? 'v6' : undefined;
  const length = /^\d{1,3}$/.test(bits ?? '') ? Number(bits) : Number.NaN;
  if (!family || more !== undefined || Number.isNaN(length) || length > (family === 'v4' ? 32 : 128)) {
    throw invalid(property, cidr, 'is no address range in CIDR notation', 'Give it in the form 198.51.100.0/24');
  }
  if (length === 0) throw invalid(property, cidr, 'opens the database to the whole internet', "Give the platform's own addresses; ask its support for them");
  if (length < WIDEST[family]) throw invalid(property, cidr, `is wider than /${WIDEST[family]}`, "Give the platform's own addresses; ask its support for them");
}

function cidrPeer(cidr: string): IPeer {
  return cidr.includes(':') && isLiteral(cidr) ? Peer.ipv6(cidr) : Peer.ipv4(cidr);
}

/** A peer can be a range in disguise, `Peer.anyIpv4()` for one. */
function requireNarrowPeer(property: string, peer: IPeer): void {
  const { cidrIp, cidrIpv6 } = peer.toIngressRuleConfig() as { readonly cidrIp?: string; readonly cidrIpv6?: string };
  for (const cidr of [cidrIp, cidrIpv6]) if (cidr !== undefined) requireCidr(property, cidr);
}

function peersOf({ cidrs = [], prefixList, peer }: RdsIngress): readonly IPeer[] {
  requireLiteralList('ingress.cidrs', cidrs);
  cidrs.forEach((cidr, index) => requireCidr(`ingress.cidrs[${index}]`, cidr));
  if (isLiteral(prefixList) && !/^pl-[0-9a-f]+$/.test(prefixList)) throw invalid('ingress.prefixList', prefixList, 'is no prefix list', 'Give its ID, such as pl-0123456789abcdef0');
  if (peer) requireNarrowPeer('ingress.peer', peer);
  const peers = [...cidrs.map(cidrPeer), ...(prefixList === undefined ? [] : [Peer.prefixList(prefixList)]), ...(peer ? [peer] : [])];
  if (peers.length === 0) throw invalid('ingress', undefined, 'is empty', 'Give cidrs, prefixList or peer, or leave ingress out');
  return peers;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html#cfn-ec2-securitygroupingress-description */
function asDescription(text: string): string {
  return text.replace(/[^\w .:/()#,@[\]+=&;{}!$*-]/g, '_').slice(0, 255);
}

/** Opens the port of each database for the platform's addresses. */
export function openPorts(ingress: RdsIngress, databases: readonly DatabaseFacts[], platform: string): void {
  const peers = peersOf(ingress);
  const description = asDescription(`${platform} reads over TLS with IAM tokens`);
  if (databases.length === 0) throw invalid('ingress', undefined, 'is given together with allDatabases', 'List the databases whose security groups are to be opened');
  databases.forEach(({ connectable, openPort }, index) => {
    if (!connectable || connectable.connections.securityGroups.length === 0) {
      throw invalid('ingress', undefined, `can't be added to databases[${index}], whose security groups are not known`, 'Give securityGroups where it is imported');
    }
    peers.forEach((peer) => connectable.connections.allowFrom(peer, Port.tcp(openPort), description));
  });
}
