import { listBuckets } from './list-buckets';
import type { S3Context } from './s3-context';

/** A bucket, or a prefix in it, that an import looks into. */
export interface Place {
  readonly bucket: string;
  readonly prefix: string;
  /** For people: `bucket` or `bucket/prefix`. */
  readonly name: string;
}

export interface Places {
  readonly places: readonly Place[];
  /** How many there are besides the ones that the limit allows. */
  readonly left: number;
}

/** All buckets are listed only when the connection has all buckets; else the document names the places. */
export async function findPlaces(context: S3Context): Promise<Places> {
  const { section: { scope }, limits } = context;
  const all = scope.allBuckets
    ? (await listBuckets(context)).map(({ name }) => placeIn(name, ''))
    : scope.buckets.flatMap((name) => (scope.prefixes?.[name] ?? ['']).map((prefix) => placeIn(name, prefix)));
  return { places: all.slice(0, limits.places), left: Math.max(0, all.length - limits.places) };
}

function placeIn(bucket: string, prefix: string): Place {
  return { bucket, prefix, name: prefix === '' ? bucket : `${bucket}/${prefix}` };
}
