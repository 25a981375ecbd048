/**
 * The names of all warnings. Each has its own, so that acknowledging one leaves the others in force: CDK acknowledges by name, for all
 * that a construct says under it.
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Annotations.html#acknowledgewbrwarningid-message
 */
export type WarningName =
  | 'allBuckets' | 'keyNamesListed' | 'bucketOfOtherAccount'
  | 'allModels' | 'marketplaceSubscription'
  | 'allEndpoints' | 'endpointCaseUnknown'
  | 'dataLakeAdministratorNeeded' | 'grantsLeftToAdministrator' | 'allTables' | 'taggedTables'
  | 'allDatabases' | 'instancesListed' | 'databaseUserUnusual' | 'proxyNotListed'
  | 'anySubject' | 'externalIdUnused' | 'issuerInUpperCase'
  | 'missingExternalId' | 'roleChaining' | 'existingRole' | 'trustPolicyQuota'
  | 'anyUserOfPool' | 'passwordRotation' | 'identityPoolSession' | 'existingIdentityPool'
  | 'longTermApiKey';

/** What the person who synthesizes and the reader of the document should know. */
export interface Warning {
  readonly name: WarningName;
  readonly message: string;
}

export function warning(name: WarningName, message: string): Warning {
  return { name, message };
}
