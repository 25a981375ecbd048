import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Context } from './s3-context';
import { failureOf, type Failure } from '../../aws/failure';

/**
 * A call that reaches the wrong region is answered with 301, or with 400 for newer regions, and names the bucket's region in a
 * header; S3 does not call it NoSuchBucket. The answer comes before any permission is looked at.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export function isRegionMismatch({ httpStatus, name }: Failure): boolean {
  return httpStatus === 301 || httpStatus === 307 || httpStatus === 400 || name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed';
}

/** Sends to the region of the connection and, when the bucket is elsewhere and S3 says where, to that region. */
export async function atBucketRegion<T>(
  { clientIn, document, bucketRegions }: Pick<S3Context, 'clientIn' | 'document' | 'bucketRegions'>,
  bucket: string,
  send: (client: S3Client) => Promise<T>,
): Promise<{ readonly answer: T; readonly region: string }> {
  const region = bucketRegions.get(bucket) ?? document.region;
  try {
    return { answer: await send(clientIn(region)), region };
  } catch (error) {
    const failure = failureOf(error);
    const actual = failure.headers['x-amz-bucket-region'];
    if (!isRegionMismatch(failure) || actual === undefined || actual === region) throw error;
    bucketRegions.set(bucket, actual);
    return { answer: await send(clientIn(actual)), region: actual };
  }
}
