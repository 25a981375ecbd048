import { familyOf, type DatabaseFamily, type DatabaseRights } from '../../../src/access/rds/database-user/database-rights';
import { rightsProblem } from '../../../src/access/rds/database-user/rights-problem';
import type { CustomResourceEvent } from '../../custom-resource/custom-resource-event';
import { ProvisioningError } from '../provisioner';

/** The properties of `Custom::AiPlatformDatabaseUser`, as the construct writes them; CloudFormation makes every number and truth a text. */
export interface DatabaseUserProperties {
  readonly Engine: string;
  readonly Host: string;
  readonly Port: string;
  readonly User: string;
  readonly AdminSecretArn: string;
  /** JSON: CloudFormation would turn nested values into text. */
  readonly Databases: string;
  readonly AdoptExisting: string;
  readonly AuthoritiesBucket?: string;
  readonly AuthoritiesKey?: string;
}

export interface DatabaseUserRequest {
  readonly family: DatabaseFamily;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly owner: string;
  readonly adminSecretArn: string;
  readonly databases: readonly DatabaseRights[];
  readonly adoptExisting: boolean;
  readonly authorities?: { readonly bucket: string; readonly key: string };
}

export function parseRequest({ StackId, LogicalResourceId, ResourceProperties }: CustomResourceEvent): DatabaseUserRequest {
  const { Engine, Host, Port, User, AdminSecretArn, Databases, AdoptExisting, AuthoritiesBucket, AuthoritiesKey } = ResourceProperties as unknown as DatabaseUserProperties;
  return {
    family: familyOf(Engine),
    host: Host,
    port: Number(Port),
    user: User,
    owner: `${StackId}/${LogicalResourceId}`,
    adminSecretArn: AdminSecretArn,
    databases: JSON.parse(Databases) as readonly DatabaseRights[],
    adoptExisting: AdoptExisting === 'true',
    ...(AuthoritiesBucket !== undefined && AuthoritiesKey !== undefined && { authorities: { bucket: AuthoritiesBucket, key: AuthoritiesKey } }),
  };
}

/** What could not be judged at synthesis, because it was only known later. */
export function requireRights({ family, databases }: DatabaseUserRequest): void {
  const found = rightsProblem(family, databases);
  if (found) throw new ProvisioningError(`${found.property}${found.value === undefined ? '' : ` '${found.value}'`} ${found.problem}. ${found.cure}`);
}

/** Another server or another name is another user. */
export function physicalResourceId({ user, host, port }: DatabaseUserRequest): string {
  return `${user}@${host}:${port}`;
}
