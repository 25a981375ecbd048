import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Stack } from 'aws-cdk-lib/core';
import type { FunctionGrant } from '../../../function/function-role';

/**
 * Reading one secret, and decrypting it if its key is the account's own.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function adminSecretGrants(secret: ISecret, stack: Stack): readonly FunctionGrant[] {
  // An ARN made of a name lacks the six characters that Secrets Manager adds.
  const arn = secret.secretFullArn ?? `${secret.secretArn}-??????`;
  const { encryptionKey: key } = secret;
  return [
    { action: 'secretsmanager:GetSecretValue', resources: [arn] },
    ...(key ? [{
      action: 'kms:Decrypt',
      resources: [key.keyArn],
      conditions: { StringLike: { 'kms:ViaService': `secretsmanager.${stack.region}.*` } },
    }] : []),
  ];
}
