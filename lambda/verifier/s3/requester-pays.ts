import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { atBucketRegion } from './bucket-region';
import type { S3Context } from './s3-context';
import { failureOf } from '../../aws/failure';

/**
 * Whether a listing that was refused comes down to Requester Pays. S3 refuses a request of another account with 403 unless it agrees to pay, and says
 * no more; so one key is listed with that agreement, which costs this account the price of one LIST request.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html
 */
export async function isRequesterPays(context: S3Context, Bucket: string, Prefix: string): Promise<boolean> {
  try {
    await context.calls.once((abortSignal) => atBucketRegion(context, Bucket, (client) => (
      client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1, RequestPayer: 'requester', ...(Prefix !== '' && { Prefix }) }), { abortSignal })
    )));
    return true;
  } catch (error) {
    if (failureOf(error).kind === 'time-ran-out') throw error;
    return false;
  }
}
