import { readFileSync } from 'fs';
import { resolve } from 'path';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import type { FunctionGrant } from '../../function/function-role';
import { viaS3 } from '../../policy/via-s3';
import { invalid } from '../../validation/invalid';

/** Where the verifier reads the certificate authorities. */
export interface CertificateAuthoritiesLocation {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly key: string;
  /** The account that the bucket is in. */
  readonly account: string;
  /** The KMS key of the bucket. */
  readonly encryptionKey?: IKey;
}

/**
 * Only in the account of the bucket: the name of a bucket that was deleted can be taken by anybody.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 */
export const inAccount = (account: string) => ({ StringEquals: { 'aws:ResourceAccount': account } });

/** The right to read the certificate authorities. */
export function authorityGrants({ bucketArn, key, account, encryptionKey }: CertificateAuthoritiesLocation): readonly FunctionGrant[] {
  return [
    { action: 's3:GetObject', resources: [`${bucketArn}/${key}`], conditions: inAccount(account) },
    ...(encryptionKey ? [{ action: 'kms:Decrypt', resources: [encryptionKey.keyArn], conditions: viaS3(encryptionKey) }] : []),
  ];
}

/**
 * The certificate authorities that the verifier trusts, in place of those that come with it. AWS publishes a bundle for each region and
 * partition.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export class RdsCertificateAuthorities {
  /** A PEM file on this machine, such as AWS's `global-bundle.pem`; it is uploaded as an asset of the app. */
  public static fromFile(path: string): RdsCertificateAuthorities {
    return new RdsCertificateAuthorities((scope) => {
      const pem = readPem(path);
      if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw invalid('certificateAuthorities', path, 'holds no certificate in PEM form', 'Give the file that AWS publishes, such as global-bundle.pem');
      if (pem.includes('PRIVATE KEY-----')) throw invalid('certificateAuthorities', path, 'holds a private key', 'Give a file with certificates alone');
      const asset = new Asset(scope, 'CertificateAuthorities', { path: resolve(path) });
      return { bucketName: asset.s3BucketName, bucketArn: asset.bucket.bucketArn, key: asset.s3ObjectKey, account: asset.bucket.env.account };
    });
  }

  /** A PEM file in a bucket, which the verifier's own role gets the right to read; a bucket of another account is imported with its account. */
  public static fromBucket(bucket: IBucket, key: string): RdsCertificateAuthorities {
    const { bucketName, bucketArn, env: { account }, encryptionKey } = bucket;
    return new RdsCertificateAuthorities(() => ({ bucketName, bucketArn, key, account, encryptionKey }));
  }

  private constructor(private readonly locate: (scope: Construct) => CertificateAuthoritiesLocation) {}

  /** @internal */
  public _bind(scope: Construct): CertificateAuthoritiesLocation {
    return this.locate(scope);
  }
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw invalid('certificateAuthorities', path, 'can not be read', 'Give the path of a PEM file');
  }
}
