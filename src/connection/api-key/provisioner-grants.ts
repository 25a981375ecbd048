import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { FunctionGrant } from '../../function/function-role';

/** What is granted on. */
export interface KeyResources {
  readonly userArn: string;
  readonly secretArn: string;
  readonly ageDays: number;
  readonly encryptionKey?: IKey;
}

/**
 * What the function that makes the keys may do: keys for Bedrock that live no longer than asked, of this user, in this secret.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function provisionerGrants(region: string, { userArn, secretArn, ageDays, encryptionKey }: KeyResources): readonly FunctionGrant[] {
  const ofUser = (name: string, conditions?: FunctionGrant['conditions']): FunctionGrant => ({ action: `iam:${name}ServiceSpecificCredential`, resources: [userArn], conditions });
  const ofSecret = (name: string): FunctionGrant => ({ action: `secretsmanager:${name}`, resources: [secretArn] });
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
  const conditions = { StringLike: { 'kms:ViaService': `secretsmanager.${region}.*` } };
  const ofKey = (name: string, { keyArn }: IKey): FunctionGrant => ({ action: `kms:${name}`, resources: [keyArn], conditions });
  return [
    ofUser('Create', {
      StringEquals: { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com' },
      NumericLessThanEquals: { 'iam:ServiceSpecificCredentialAgeDays': String(ageDays) },
    }),
    { action: 'iam:ListServiceSpecificCredentials', resources: [userArn] },
    ofUser('Delete'),
    ...['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map(ofSecret),
    ...(encryptionKey ? ['Decrypt', 'GenerateDataKey'].map((name) => ofKey(name, encryptionKey)) : []),
  ];
}
