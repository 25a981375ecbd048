import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { atBucketRegion } from './bucket-region';
import type { Place } from './place';
import type { S3Context } from './s3-context';
import { createSpread } from './spread';

export interface SampleObject {
  readonly key: string;
  readonly bytes: number;
}

/** What lies in a place, in figures; the keys of a few objects are kept to open them. */
export interface Listing {
  readonly objects: number;
  readonly bytes: number;
  readonly archived: number;
  /** True when there are more objects than the limit lets be counted. */
  readonly truncated: boolean;
  readonly samples: readonly SampleObject[];
}

/** Classes whose objects must be restored first. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
const ARCHIVED_CLASSES = new Set(['GLACIER', 'DEEP_ARCHIVE']);
const KEYS_PER_PAGE = 1_000;

export async function listPlace(context: S3Context, { bucket, prefix }: Place): Promise<Listing> {
  const { calls, limits } = context;
  const spread = createSpread<SampleObject>(limits.samplesPerPlace);
  let objects = 0;
  let bytes = 0;
  let archived = 0;
  let ContinuationToken: string | undefined;
  do {
    const { answer } = await calls.mustWork((abortSignal) => atBucketRegion(context, bucket, (client) => client.send(new ListObjectsV2Command({
      Bucket: bucket,
      MaxKeys: Math.min(KEYS_PER_PAGE, limits.objectsPerPlace - objects),
      ...(prefix !== '' && { Prefix: prefix }),
      ...(ContinuationToken !== undefined && { ContinuationToken }),
    }), { abortSignal })));
    for (const { Key, Size = 0, StorageClass } of answer.Contents ?? []) {
      // An empty object whose key ends in a slash is what consoles show as a folder.
      if (Key === undefined || (Size === 0 && Key.endsWith('/'))) continue;
      objects += 1;
      bytes += Size;
      if (StorageClass !== undefined && ARCHIVED_CLASSES.has(StorageClass)) archived += 1;
      if (Size > 0) spread.offer({ key: Key, bytes: Size });
    }
    ContinuationToken = answer.IsTruncated === true ? answer.NextContinuationToken : undefined;
  } while (ContinuationToken !== undefined && objects < limits.objectsPerPlace);
  return { objects, bytes, archived, truncated: ContinuationToken !== undefined, samples: spread.items() };
}
