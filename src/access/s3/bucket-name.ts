import { invalid, isLiteral, requireText } from '../../validation/invalid';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const NAME = /^(?!xn--)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Names that S3 gives to directory buckets, access points and Object Lambda access points. */
const RESERVED_SUFFIX = /(?:--x-s3|-s3alias|--ol-s3)$/;

/** Refuses what is no name of a general purpose bucket, and says what to give instead. */
export function requireBucketName(property: string, name: string): void {
  requireText(property, name);
  if (!isLiteral(name) || (NAME.test(name) && !RESERVED_SUFFIX.test(name))) return;
  const refuse = (problem: string, cure: string) => invalid(property, name, problem, cure);
  const accessPointCure = 'Name the bucket behind it';
  if (/^arn:[^:]*:s3express:/.test(name) || name.endsWith('--x-s3')) {
    throw refuse('is a directory bucket, which needs s3express:CreateSession and is not what the platform calls', 'Name a general purpose bucket');
  }
  if (/^arn:[^:]*:s3[^:]*:[^:]*:[^:]*:(?:outpost[/:][^/:]+[/:])?accesspoint[/:]/.test(name) || /-s3alias$/.test(name) || name.endsWith('--ol-s3')) throw refuse('is an access point', accessPointCure);
  if (name.startsWith('arn:')) throw refuse('is an ARN', `Give the bucket's name alone: ${name.split(':').at(-1)?.split('/')[0] || 'prod-datasets'}`);
  if (name.includes('/')) throw refuse('is a path', `Give the bucket's name, ${name.replace(/^s3:\/+/, '').split('/')[0] || 'prod-datasets'}, and the rest in prefixes`);
  if (name !== name.toLowerCase()) throw refuse('has upper-case letters, which no bucket has', `Give ${name.toLowerCase()} if that is the bucket`);
  if (name.includes('*') || name.includes('?')) throw refuse('is a pattern', 'List the buckets by name, or set allBuckets: true');
  throw refuse('is no name that a bucket can have', 'Give 3 to 63 lower-case letters, digits, dots and hyphens');
}

/** Refuses a prefix that would mean more, or something else, than it says. */
export function requirePrefix(property: string, prefix: string): void {
  if (!isLiteral(prefix)) return;
  const refuse = (problem: string, cure: string) => invalid(property, prefix, problem, cure);
  if (prefix === '') throw refuse('is empty and so the whole bucket', 'Leave the bucket out of prefixes to allow all of it');
  if (prefix.startsWith('/')) throw refuse('starts with a slash, which S3 takes as part of the key', `Give ${prefix.replace(/^\/+/, '') || 'datasets/'}`);
  if (prefix.startsWith('s3://')) throw refuse('is a location', 'Give the part after the bucket');
  if (/[*?]/.test(prefix)) throw refuse('holds a wildcard', 'Give the literal start of the keys, such as datasets/');
  if (prefix.includes('$')) throw refuse("holds a '$', which IAM can expand as a policy variable", 'Use a prefix without it');
  if (Buffer.byteLength(prefix) > 1024) throw refuse('is longer than a key can be', 'Give at most 1,024 bytes');
}
