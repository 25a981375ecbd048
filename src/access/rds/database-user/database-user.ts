import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { adminSecretGrants } from './admin-secret-grants';
import { familyOf } from './database-rights';
import type { DatabaseUserProps } from './database-user-props';
import { requireRights } from './require-rights';
import { letIn, routesOf } from '../../../function/function-network';
import { ProvisionerFunction } from '../../../provisioner/provisioner-function';
import { invalid } from '../../../validation/invalid';
import { requireDatabaseUserName, requireNotMaster } from '../database-user-name';
import { masterUsernameOf } from '../iam-switch';
import { authorityGrants } from '../rds-certificate-authorities';

/**
 * A database user that logs in with tokens of IAM database authentication, over TLS, and may read what is listed: made, changed and
 * removed by a function that works in the database's network as its admin. It compares with what the server has, so that a change made
 * by hand is undone at the next deployment of this resource, and a run that was cut off is completed.
 *
 * A user that this resource did not make is never touched unless `adoptExistingUser` says so, the master user never. A user that owns
 * objects is not removed: the error names them.
 */
export class DatabaseUser extends Construct {
  /** Name of the user, once it is there. */
  public readonly userName: string;

  public constructor(scope: Construct, id: string, props: DatabaseUserProps) {
    super(scope, id);
    const { adminSecret, databases, userName, adoptExistingUser = false, certificateAuthorities, database, ...options } = props;
    const facts = database._facts('database');
    if (facts.kind === 'proxy') throw invalid('database', undefined, 'is a proxy, which lets only users with a secret in', 'Give the instance or the cluster behind it');
    requireDatabaseUserName('userName', userName, facts.rules.userLimit);
    if (facts.resource) requireNotMaster('userName', userName, masterUsernameOf(facts.resource), facts.resource.node.path);
    requireRights(familyOf(facts.engine), databases);

    const authorities = certificateAuthorities?._bind(this);
    const provisioner = new ProvisionerFunction(this, 'Provisioner', {
      ...options,
      asset: 'database-user',
      provisions: 'a database user',
      grants: [
        ...adminSecretGrants(adminSecret, Stack.of(this)),
        ...(authorities ? authorityGrants(authorities) : []),
      ],
    });
    const user = provisioner.provision(this, 'User', 'Custom::AiPlatformDatabaseUser', {
      Engine: facts.engine,
      Host: facts.host,
      Port: facts.port,
      UserName: userName,
      Databases: Stack.of(this).toJsonString(databases),
      AdminSecretArn: adminSecret.secretArn,
      ...(adoptExistingUser && { AdoptExistingUser: true }),
      ...(authorities && { CertificateAuthorities: { bucket: authorities.bucketName, key: authorities.key } }),
    });
    const network = options.vpc ? [...routesOf(options), ...letIn(provisioner.handler, facts, 'The provisioner of a database user')] : [];
    user.node.addDependency(adminSecret, ...(facts.resource ? [facts.resource] : []), ...network);
    this.userName = user.getAttString('UserName');
  }
}
