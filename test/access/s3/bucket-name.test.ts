import { CfnParameter } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { requireBucketName, requirePrefix } from '../../../src/access/s3/bucket-name';
import { newStack } from '../../synthesis/template';

const DIRECTORY = 'is a directory bucket, which needs s3express:CreateSession and is not what the platform calls. Name a general purpose bucket.';
const ACCESS_POINT = 'is an access point. Name the bucket behind it.';
const NAME = 'is no name that a bucket can have. Give 3 to 63 lower-case letters, digits, dots and hyphens.';
const token = () => new CfnParameter(newStack(), 'Text').valueAsString;

describe('a bucket name', () => {
  test.each(['abc', 'a.b-c', '0-9', 'a'.repeat(63), 'prod-datasets', '1.2.3.4.5', 'arn-aws-s3'])('may be %s', (name) => {
    expect(() => requireBucketName('allowedBucketNames[0]', name)).not.toThrow();
  });

  test.each([
    ['arn:aws:s3:::prod-datasets', "is an ARN. Give the bucket's name alone: prod-datasets."],
    ['arn:aws:s3:::prod-datasets/a/*', "is an ARN. Give the bucket's name alone: prod-datasets."],
    ['arn:aws:s3:::', "is an ARN. Give the bucket's name alone: prod-datasets."],
    ['s3://prod-datasets/a', "is a path. Give the bucket's name, prod-datasets, and the rest in prefixes."],
    ['prod-datasets/a/', "is a path. Give the bucket's name, prod-datasets, and the rest in prefixes."],
    ['/', "is a path. Give the bucket's name, prod-datasets, and the rest in prefixes."],
    ['as3://prod-datasets', "is a path. Give the bucket's name, as3:, and the rest in prefixes."],
    ['Prod-Datasets', 'has upper-case letters, which no bucket has. Give prod-datasets if that is the bucket.'],
    ['*', 'is a pattern. List the buckets by name, or set allBuckets: true.'],
    ['prod-*', 'is a pattern. List the buckets by name, or set allBuckets: true.'],
    ['prod-?', 'is a pattern. List the buckets by name, or set allBuckets: true.'],
    ['datasets--use1-az4--x-s3', DIRECTORY],
    ['arn:aws:s3express:us-east-1:111111111111:bucket/datasets--use1-az4--x-s3', DIRECTORY],
    ['arn:aws:s3express:us-east-1:111111111111:accesspoint/datasets--use1-az4--xa-s3', DIRECTORY],
    ['arn:aws:s3:us-east-1:111111111111:accesspoint/datasets', ACCESS_POINT],
    ['arn:aws:s3-outposts:us-east-1:111111111111:outpost:op-01:accesspoint:datasets', ACCESS_POINT],
    ['arn:aws:s3::111111111111:accesspoint/m1.mrap', ACCESS_POINT],
    ['arn:aws:s3-object-lambda:us-east-1:111111111111:accesspoint/datasets', ACCESS_POINT],
    ['arn:aws:s3-outposts:us-east-1:111111111111:outpost/op-01/accesspoint/datasets', ACCESS_POINT],
    ['datasets-abcdefghijklmnopqrstuvwxyz-s3alias', ACCESS_POINT],
    ['datasets--ol-s3', ACCESS_POINT],
    ['', NAME],
    ['ab', NAME],
    ['a'.repeat(64), NAME],
    ['-abc', NAME],
    ['abc.', NAME],
    ['a..b', NAME],
    ['a_b', NAME],
    ['a b', NAME],
    ['192.168.5.4', NAME],
    ['xn--abc', NAME],
    ['abc\n', NAME],
    ['${aws:userid}', NAME],
  ])('may not be %j', (name, problem) => {
    expect(() => requireBucketName('allowedBucketNames[0]', name)).toThrow(new Error(`allowedBucketNames[0] '${name}' ${problem}`));
  });

  test('may be a token', () => {
    expect(() => requireBucketName('allowedBucketNames[0]', token())).not.toThrow();
  });

  test('never holds what a policy would take for more than a name', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', '9', '.', '-', '*', '?', '$', '{', '/', ':', 'A'), maxLength: 70 }));
    fc.assert(fc.property(text, (name) => {
      try {
        requireBucketName('name', name);
      } catch (error) {
        expect((error as Error).message).toMatch(/^name '/);
        return;
      }
      expect(name).toMatch(/^[a-z0-9.-]{3,63}$/);
    }), { numRuns: 500 });
  });
});

describe('a prefix', () => {
  test.each(['datasets/', 'a', 'year=2026/month=01/', 'a b/', 'x'.repeat(1024), '\u00fc/'])('may be %s', (prefix) => {
    expect(() => requirePrefix('prefixes', prefix)).not.toThrow();
  });

  test.each([
    ['', 'is empty and so the whole bucket. Leave the bucket out of prefixes to allow all of it.'],
    ['/datasets/', 'starts with a slash, which S3 takes as part of the key. Give datasets/.'],
    ['/', 'starts with a slash, which S3 takes as part of the key. Give datasets/.'],
    ['s3://bucket/a', 'is a location. Give the part after the bucket.'],
    ['*', 'holds a wildcard. Give the literal start of the keys, such as datasets/.'],
    ['data?/', 'holds a wildcard. Give the literal start of the keys, such as datasets/.'],
    ['${aws:userid}/', "holds a '$', which IAM can expand as a policy variable. Use a prefix without it."],
    ['\u00fc'.repeat(513), 'is longer than a key can be. Give at most 1,024 bytes.'],
  ])('may not be %j', (prefix, problem) => {
    expect(() => requirePrefix('prefixes', prefix)).toThrow(new Error(`prefixes '${prefix}' ${problem}`));
  });

  test('may be a token', () => {
    expect(() => requirePrefix('prefixes', token())).not.toThrow();
  });
});
