import { createHash } from 'node:crypto';
import type { Marks } from './user-engine';
import { familyOf, type DatabaseFamily, type DatabaseRights } from '../../../src/access/rds/database-user/database-rights';
import { rightsProblem } from '../../../src/access/rds/database-user/rights-problem';
import type { CustomResourceEvent } from '../../custom-resource/custom-resource-event';
import { ProvisioningError } from '../provisioner';

/** The properties of the custom resource; CloudFormation makes every number and boolean a string. */
export interface DatabaseUserRequest {
  readonly family: DatabaseFamily;
  readonly host: string;
  readonly port: number;
  readonly userName: string;
  readonly databases: readonly DatabaseRights[];
  readonly adminSecretArn: string;
  readonly adoptExistingUser: boolean;
  readonly certificateAuthorities: { readonly bucket: string; readonly key: string } | undefined;
}

/** Reads what the construct wrote. What was a token there is judged here. */
export function readRequest(properties: CustomResourceEvent['ResourceProperties']): DatabaseUserRequest {
  const text = (name: string) => textOf(name, properties[name]);
  const family = familyOf(text('Engine'));
  const databases = JSON.parse(text('Databases')) as readonly DatabaseRights[];
  const problem = rightsProblem(family, databases);
  if (problem) {
    const given = problem.value === undefined ? '' : ` '${problem.value}'`;
    throw new ProvisioningError(`${problem.property}${given} ${problem.problem}. ${problem.cure}.`);
  }
  return {
    family,
    databases,
    host: text('Host'),
    port: Number(text('Port')),
    userName: text('UserName'),
    adminSecretArn: text('AdminSecretArn'),
    adoptExistingUser: properties.AdoptExistingUser === 'true',
    certificateAuthorities: properties.CertificateAuthorities as DatabaseUserRequest['certificateAuthorities'],
  };
}

/** The mark of the resource's user. A change of the host is no change of the user; another name is another user, with a deletion of its own. */
export function marksOf({ StackId, LogicalResourceId, ResourceProperties: now, OldResourceProperties: before }: CustomResourceEvent): Marks {
  const markOf = ({ Host, Port, UserName }: CustomResourceEvent['ResourceProperties']) =>
    createHash('sha256').update(JSON.stringify([StackId, LogicalResourceId, Host, Port, UserName])).digest('hex').slice(0, 16);
  const current = markOf(now);
  return { current, accepted: before && before.UserName === now.UserName ? [current, markOf(before)] : [current] };
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new ProvisioningError(`The property ${name} is missing. Declare the user with the construct DatabaseUser.`);
}
