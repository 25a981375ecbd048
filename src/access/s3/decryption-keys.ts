import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { AllowedBucket } from './allowed-buckets';
import { invalid } from '../../validation/invalid';

/**
 * Refuses an alias, which is a key to CDK but not to IAM: a policy that names an alias as its resource grants nothing.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html
 */
function requireKey(property: string, key: IKey): IKey {
  if (!('aliasName' in key)) return key;
  throw invalid(property, undefined, 'is an alias, and a policy can only name the key itself', 'Give the key, for instance by Key.fromKeyArn');
}

/** The keys to decrypt with: those given, and those that allowed buckets of the app say they use. */
export function decryptionKeys(buckets: readonly AllowedBucket[], given: readonly IKey[]): readonly IKey[] {
  const ofBuckets = buckets.flatMap(({ bucket }, index) => bucket?.encryptionKey ? [requireKey(`allowedBuckets[${index}].encryptionKey`, bucket.encryptionKey)] : []);
  const keys = [...given.map((key, index) => requireKey(`encryptionKeys[${index}]`, key)), ...ofBuckets];
  return keys.filter((key, index) => keys.findIndex((other) => other.keyArn === key.keyArn) === index);
}
