import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { FunctionGrant } from '../../function/function-role';

/** What is granted on. */
export interface KeyResources {
  readonly userArn: string;
  readonly secret: ISecret;
}

const ofSecret = (name: string, { secretArn }: ISecret): FunctionGrant => ({ action: `secretsmanager:${name}`, resources: [secretArn] });

function ofEncryptionKey(name: string, { keyArn }: IKey, region: string): FunctionGrant {
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
  return { action: `kms:${name}`, resources: [keyArn], conditions: { StringLike: { 'kms:ViaService': `secretsmanager.${region}.*` } } };
}

/** What reading the key takes, and seeing what has become of it. */
export function keyReaderGrants(region: string, { userArn, secret }: KeyResources): readonly FunctionGrant[] {
  return [
    { action: 'iam:ListServiceSpecificCredentials', resources: [userArn] },
    ofSecret('GetSecretValue', secret),
    ...(secret.encryptionKey ? [ofEncryptionKey('Decrypt', secret.encryptionKey, region)] : []),
  ];
}

/**
 * What the function that makes the keys may do: keys for Bedrock that live no longer than asked, of this user, in this secret.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function keyMakerGrants(region: string, resources: KeyResources, ageDays: number): readonly FunctionGrant[] {
  const { userArn, secret } = resources;
  return [
    ...keyReaderGrants(region, resources),
    {
      action: 'iam:CreateServiceSpecificCredential',
      resources: [userArn],
      conditions: {
        StringEquals: { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com' },
        NumericLessThanEquals: { 'iam:ServiceSpecificCredentialAgeDays': String(ageDays) },
      },
    },
    { action: 'iam:DeleteServiceSpecificCredential', resources: [userArn] },
    ...['DescribeSecret', 'PutSecretValue', 'UpdateSecretVersionStage'].map((name) => ofSecret(name, secret)),
    ...(secret.encryptionKey ? [ofEncryptionKey('GenerateDataKey', secret.encryptionKey, region)] : []),
  ];
}
