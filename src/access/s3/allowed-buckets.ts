import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Stack } from 'aws-cdk-lib/core';
import { requireBucketName, requirePrefix } from './bucket-name';
import type { S3AccessProps } from './s3-access-props';
import { invalid, isLiteral, requireLiteralList } from '../../validation/invalid';

/** One bucket that the platform may read. */
export interface AllowedBucket {
  readonly name: string;
  /** Undefined: the whole bucket. */
  readonly prefixes?: readonly string[];
  /** The bucket as a construct, if it was given as one. */
  readonly bucket?: IBucket;
}

/** The name for a message, which a token would only make unreadable. */
function nameIfKnown(name: string): string | undefined {
  return isLiteral(name) ? name : undefined;
}

function requireChoice({ allBuckets, prefixes }: S3AccessProps, listed: number): void {
  if (allBuckets && listed > 0) throw invalid('allBuckets', 'true', 'contradicts the allowed buckets that are listed', 'Leave out one of the two');
  if (!allBuckets && listed === 0) throw invalid('allowedBuckets', undefined, 'is missing', 'List the buckets in allowedBuckets or allowedBucketNames, or set allBuckets: true');
  if (allBuckets && prefixes) throw invalid('prefixes', undefined, 'is given together with allBuckets', 'List the buckets that have prefixes in allowedBuckets');
}

function requirePrefixes(prefixes: Readonly<Record<string, readonly string[]>>, names: readonly string[]): void {
  for (const [name, list] of Object.entries(prefixes)) {
    if (!names.includes(name)) throw invalid('prefixes', nameIfKnown(name), 'is not an allowed bucket', 'Add it to allowedBuckets or allowedBucketNames');
    const property = isLiteral(name) ? `prefixes['${name}']` : 'prefixes';
    requireLiteralList(property, list);
    if (list.length === 0) throw invalid(property, undefined, 'is empty', 'List prefixes, or leave the bucket out to allow all of it');
    list.forEach((prefix, index) => requirePrefix(`${property}[${index}]`, prefix));
  }
}

/** The buckets that the caller allows, checked; none when all are. */
export function allowedBuckets(props: S3AccessProps): readonly AllowedBucket[] {
  const { allowedBuckets: buckets = [], allowedBucketNames = [], prefixes = {} } = props;
  requireLiteralList('allowedBucketNames', allowedBucketNames);
  const listed = [
    ...buckets.map((bucket, index) => ({ property: `allowedBuckets[${index}]`, name: bucket?.bucketName, bucket })),
    ...allowedBucketNames.map((name, index) => ({ property: `allowedBucketNames[${index}]`, name, bucket: undefined })),
  ];
  requireChoice(props, listed.length);
  const names = new Set<string>();
  for (const { property, name } of listed) {
    requireBucketName(property, name);
    if (names.has(name)) throw invalid(property, nameIfKnown(name), 'is listed twice', 'List it once');
    names.add(name);
  }
  requirePrefixes(prefixes, [...names]);
  return listed.map(({ name, bucket }) => ({ name, bucket, prefixes: prefixes[name] }));
}

/** The default bucket's name, checked against the allowed ones. */
export function defaultBucketName(props: S3AccessProps, allowed: readonly AllowedBucket[]): string | undefined {
  const { defaultBucket, defaultBucketName: byName, allBuckets } = props;
  if (defaultBucket && byName !== undefined) throw invalid('defaultBucketName', byName, 'is given together with defaultBucket', 'Leave out one of the two');
  const property = defaultBucket ? 'defaultBucket' : 'defaultBucketName';
  const name = defaultBucket?.bucketName ?? byName;
  if (name === undefined) return undefined;
  requireBucketName(property, name);
  if (allBuckets || allowed.some((each) => each.name === name)) return name;
  throw invalid(property, nameIfKnown(name), 'is not an allowed bucket', 'Add it to allowedBuckets or allowedBucketNames');
}

/**
 * The bucket of the assets of the stack's deployments, by the name that `cdk bootstrap` gives it. It is there, as the verifier's code is
 * such an asset, and no platform is meant to read it.
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
function assetsBucketName({ synthesizer, account, region }: Stack): readonly string[] {
  const { bootstrapQualifier: qualifier } = synthesizer;
  return qualifier === undefined ? [] : [`cdk-${qualifier}-assets-${account}-${region}`];
}

/** The names of the buckets that must be refused; none of them may be allowed. */
export function deniedBucketNames({ deniedBuckets, allBuckets }: S3AccessProps, allowed: readonly AllowedBucket[], stack: Stack): readonly string[] {
  if (allBuckets && deniedBuckets?.length) throw invalid('deniedBuckets', undefined, 'is given together with allBuckets', 'List the allowed buckets instead');
  if (!deniedBuckets) return allBuckets ? [] : assetsBucketName(stack).filter((name) => !allowed.some((each) => each.name === name));
  return deniedBuckets.map(({ bucketName }, index) => {
    if (allowed.some((each) => each.name === bucketName)) throw invalid(`deniedBuckets[${index}]`, nameIfKnown(bucketName), 'is an allowed bucket too', 'Leave it out of one of the two');
    return bucketName;
  });
}
