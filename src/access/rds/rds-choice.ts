import type { Stack } from 'aws-cdk-lib/core';
import { requireDatabaseUserName, requireNotMaster } from './database-user-name';
import { masterUsernameOf, requireIamAuthentication } from './iam-switch';
import type { DatabaseFacts, RdsDatabase } from './rds-database';
import { EVERY_ENGINE } from './rds-engine';
import type { RdsIamAuthAccessProps } from './rds-iam-auth-access-props';
import type { Platform } from '../../platform/platform';
import { invalid, isLiteral, requireLiteralList } from '../../validation/invalid';

/** What the caller chose, checked. */
export interface RdsChoice {
  readonly allDatabases: boolean;
  readonly databaseUser: string;
  readonly databases: readonly DatabaseFacts[];
  readonly deniedDatabases: readonly DatabaseFacts[];
  readonly deniedDatabaseUsers: readonly string[];
}

const isSame = (one: DatabaseFacts) => (other: DatabaseFacts) => one.resourceId === other.resourceId;

/** The platform lists the instances of one region, and a policy of this account reaches no other account's databases. */
function requireHome({ resource }: DatabaseFacts, property: string, stack: Stack): void {
  if (!resource) return;
  for (const part of ['region', 'account'] as const) {
    const theirs = resource.env[part];
    const ours = stack[part];
    if (isLiteral(theirs) && isLiteral(ours) && theirs !== ours) {
      throw invalid(property, resource.node.path, `is in the ${part} ${theirs}, and the connection in ${ours}`, `Make a connection in a stack of ${theirs}`);
    }
  }
}

function factsOf(name: string, databases: readonly RdsDatabase[], stack: Stack): readonly DatabaseFacts[] {
  return databases.reduce<readonly DatabaseFacts[]>((earlier, database, index) => {
    const property = `${name}[${index}]`;
    const facts = database._facts(property);
    requireHome(facts, property, stack);
    const known = facts.resource?.node.path ?? (isLiteral(facts.resourceId) ? facts.resourceId : undefined);
    if (earlier.some(isSame(facts))) throw invalid(property, known, 'is listed twice', 'List it once');
    return [...earlier, facts];
  }, []);
}

function chosenUser({ databaseUser }: RdsIamAuthAccessProps, platform: Platform): string {
  const user = databaseUser ?? platform._definition.databaseUser;
  if (user !== undefined) return user;
  throw invalid('databaseUser', undefined, `is missing, and ${platform.displayName} has no default for it`, 'Name the database user that the platform connects as');
}

/** A user of several databases must fit the engines of all of them; of all databases, any engine. */
function requireUser(user: string, databases: readonly DatabaseFacts[]): void {
  const limits = databases.length === 0 ? [EVERY_ENGINE] : databases.map(({ rules }) => rules.userLimit);
  limits.forEach((limit) => requireDatabaseUserName('databaseUser', user, limit));
}

/** Reads the properties, refuses what can't work or would be too much, and sees to IAM authentication of the app's databases. */
export function rdsChoice(props: RdsIamAuthAccessProps, platform: Platform, stack: Stack): RdsChoice {
  const { databases: listed = [], allDatabases = false, deniedDatabases: denied = [], deniedDatabaseUsers = [], discoverableInstances = ['*'] } = props;
  if (allDatabases && listed.length > 0) throw invalid('allDatabases', 'true', 'contradicts the databases that are listed', 'Leave out one of the two');
  if (!allDatabases && listed.length === 0) throw invalid('databases', undefined, 'is missing', 'List the databases, or set allDatabases: true');
  if (allDatabases && denied.length > 0) throw invalid('deniedDatabases', undefined, 'is given together with allDatabases', 'List the allowed databases instead');
  requireLiteralList('discoverableInstances', discoverableInstances);
  if (discoverableInstances.join() !== '*') {
    throw invalid('discoverableInstances', discoverableInstances.join(), "would break the platform's list: it has no filter, and AWS authorises it on db:* or not at all",
      'Leave it out; what the platform may connect to is limited by databases');
  }

  const databaseUser = chosenUser(props, platform);
  const databases = factsOf('databases', listed, stack);
  const deniedDatabases = factsOf('deniedDatabases', denied, stack);
  const both = deniedDatabases.findIndex((each) => databases.some(isSame(each)));
  if (both >= 0) throw invalid(`deniedDatabases[${both}]`, undefined, 'is an allowed database too', 'Leave it out of one of the two');
  requireUser(databaseUser, databases);
  requireLiteralList('deniedDatabaseUsers', deniedDatabaseUsers);
  const same = deniedDatabaseUsers.indexOf(databaseUser);
  if (same >= 0) throw invalid(`deniedDatabaseUsers[${same}]`, databaseUser, 'is the database user that is allowed', 'Leave it out');

  databases.forEach(({ resource }, index) => {
    if (!resource) return;
    requireNotMaster('databaseUser', databaseUser, masterUsernameOf(resource), resource.node.path);
    requireIamAuthentication(`databases[${index}]`, resource, props.enableIamAuthentication ?? false);
  });
  return { allDatabases, databaseUser, databases, deniedDatabases, deniedDatabaseUsers };
}
