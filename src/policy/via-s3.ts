import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Conditions } from './statement';

/**
 * Lets a key be used through S3 alone, in the key's own region: S3 encrypts with keys of the bucket's region only.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function viaS3(key: IKey): Conditions {
  return { StringLike: { 'kms:ViaService': `s3.${key.env.region}.*` } };
}
