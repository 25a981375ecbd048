import { ListBucketsCommand, type Bucket } from '@aws-sdk/client-s3';
import type { S3Context } from './s3-context';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** Accounts with a quota above 10,000 buckets must page. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
const BUCKETS_PER_PAGE = 1_000;

export interface ListedBucket {
  readonly name: string;
  readonly region?: string;
}

/** Every bucket of the account: IAM cannot filter the answer. */
export async function listBuckets({ calls, clientIn, document }: Pick<S3Context, 'calls' | 'clientIn' | 'document'>): Promise<readonly ListedBucket[]> {
  const buckets: Bucket[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await calls.mustWork((abortSignal) => clientIn(document.region).send(
      new ListBucketsCommand({ MaxBuckets: BUCKETS_PER_PAGE, ...(ContinuationToken !== undefined && { ContinuationToken }) }), { abortSignal },
    ));
    buckets.push(...(page.Buckets ?? []));
    ContinuationToken = page.ContinuationToken || undefined;
  } while (ContinuationToken !== undefined);
  return buckets.map(({ Name = '', BucketRegion }) => ({ name: Name, ...(BucketRegion !== undefined && { region: BucketRegion }) }));
}

export function listBucketsProbe(context: S3Context): Probe {
  const { document: { account, region } } = context;
  const check = async (): Promise<Finding> => {
    try {
      const buckets = await listBuckets(context);
      if (buckets.length === 0) return found('S3_NO_BUCKETS', {});
      const inOtherRegions = buckets.filter((bucket) => bucket.region !== undefined && bucket.region !== region).length;
      return passed(`${buckets.length} bucket(s) are listed`, { buckets: buckets.length, inOtherRegions });
    } catch (error) {
      if (failureOf(error).kind === 'denied') return found('S3_LIST_BUCKETS_DENIED', {});
      throw error;
    }
  };
  return { id: 's3.list-buckets', integration: 's3', expects: 'allowed', targets: [{ name: `account ${account}`, check }] };
}
