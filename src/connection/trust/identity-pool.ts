import { type Stack, Token } from 'aws-cdk-lib/core';
import { partitionOf } from '../../policy/partition';
import { invalid } from '../../validation/invalid';

/**
 * The principal that stands for identity pools, which differs in each region of GovCloud.
 * @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
 */
const GOVCLOUD_PROVIDERS: Readonly<Record<string, string>> = {
  'us-gov-west-1': 'cognito-identity-us-gov.amazonaws.com',
  'us-gov-east-1': 'cognito-identity.us-gov-east-1.amazonaws.com',
};
const PROVIDER = 'cognito-identity.amazonaws.com';

/** The federated principal of identity pools in the stack's region; refuses regions without one. */
export function identityPoolProvider(stack: Stack): string {
  const { region } = stack;
  const partition = partitionOf(stack);
  if (Token.isUnresolved(region) || partition === 'aws') return PROVIDER;
  const provider = GOVCLOUD_PROVIDERS[region];
  if (provider) return provider;
  throw invalid('region', region, `is in the partition ${partition}, for which AWS documents no principal of Cognito identity pools`,
    'Use OidcFederationRole or CrossAccountRole there, where the platform supports it');
}
