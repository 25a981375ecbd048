import { GetObjectCommand } from '@aws-sdk/client-s3';
import { atBucketRegion } from './bucket-region';
import { sniff } from './format/sniff';
import type { SampleObject } from './listing';
import type { Place } from './place';
import type { S3Context } from './s3-context';
import { failureOf, type Failure } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';

type Obstacle = 'S3_KMS_DENIED' | 'S3_KMS_KEY_UNUSABLE' | 'S3_OBJECT_ARCHIVED' | 'S3_OBJECT_GONE' | 'S3_OBJECT_DENIED';

type Sample = { readonly format: string; readonly bytes: number } | { readonly obstacle: Obstacle };

/** Opens the objects, tells their formats and forgets their contents. One finding for what worked and one for each obstacle. */
export async function samplePlace(context: S3Context, place: Place, objects: readonly SampleObject[]): Promise<readonly Finding[]> {
  const samples = await Promise.all(objects.map((object) => openObject(context, place, object)));
  const sampled = objects.length;
  const read = samples.filter((sample) => 'format' in sample);
  const obstacles = samples.flatMap((sample) => ('obstacle' in sample ? [sample.obstacle] : []));

  const findings: Finding[] = [];
  if (read.length > 0) {
    const bytesRead = read.reduce((sum, { bytes }) => sum + bytes, 0);
    findings.push(passed(`${read.length} of ${sampled} sampled object(s) could be read`, { sampled: read.length, bytesRead, formats: tally(read.map(({ format }) => format)) }));
  }
  for (const [obstacle, count] of Object.entries(tally(obstacles))) {
    findings.push(found(obstacle as Obstacle, { count, sampled, place: place.name }));
  }
  return findings;
}

async function openObject(context: S3Context, { bucket }: Place, { key, bytes: size }: SampleObject): Promise<Sample> {
  const { sampleBytes } = context.limits;
  try {
    const bytes = await context.calls.mustWork(async (abortSignal) => {
      const { answer } = await atBucketRegion(context, bucket, (client) => (
        client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=0-${sampleBytes - 1}` }), { abortSignal })
      ));
      return Buffer.from(await answer.Body?.transformToByteArray() ?? []).subarray(0, sampleBytes);
    });
    return { format: await sniff(bytes, size <= sampleBytes), bytes: bytes.length };
  } catch (error) {
    const failure = failureOf(error);
    // The object has become empty since it was listed.
    if (failure.httpStatus === 416) return { format: 'empty', bytes: 0 };
    const obstacle = obstacleOf(failure);
    if (obstacle === undefined) throw error;
    return { obstacle };
  }
}

/**
 * S3 passes on what KMS answers: a refusal as AccessDenied whose message names kms:Decrypt, the rest under KMS's names.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function obstacleOf({ kind, name, reason, httpStatus }: Pick<Failure, 'kind' | 'name' | 'reason' | 'httpStatus'>): Obstacle | undefined {
  if (name === 'InvalidObjectState') return 'S3_OBJECT_ARCHIVED';
  if (name.startsWith('KMS.')) return 'S3_KMS_KEY_UNUSABLE';
  if (kind === 'denied') return /kms:|\bKMS\b/.test(reason) ? 'S3_KMS_DENIED' : 'S3_OBJECT_DENIED';
  if (httpStatus === 404) return 'S3_OBJECT_GONE';
  return undefined;
}

function tally(words: readonly string[]): Readonly<Record<string, number>> {
  return words.reduce<Readonly<Record<string, number>>>((counts, word) => ({ ...counts, [word]: (counts[word] ?? 0) + 1 }), {});
}
