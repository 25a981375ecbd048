import { Aws, CfnParameter } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { trustedPrincipal } from '../../../src/connection/trust/principal';
import { newStack } from '../../synthesis/template';

const CURE = 'Give the 12 digits of the account, arn:aws:iam::123456789012:root, or the ARN of a role.';
const ROLE = 'arn:aws:iam::123456789012:role/platform/importer';

test.each([
  ['123456789012', 'aws', { arn: 'arn:aws:iam::123456789012:root', accountRoot: true }],
  ['123456789012', 'aws-cn', { arn: 'arn:aws-cn:iam::123456789012:root', accountRoot: true }],
  ['123456789012', Aws.PARTITION, { arn: `arn:${Aws.PARTITION}:iam::123456789012:root`, accountRoot: true }],
  ['arn:aws:iam::123456789012:root', 'aws', { arn: 'arn:aws:iam::123456789012:root', accountRoot: true }],
  [ROLE, 'aws', { arn: ROLE, accountRoot: false }],
  [`${ROLE}_+=,.@-1`, 'aws', { arn: `${ROLE}_+=,.@-1`, accountRoot: false }],
  [ROLE, Aws.PARTITION, { arn: ROLE, accountRoot: false }],
])('takes %s in %s', (principal, partition, expected) => {
  expect(trustedPrincipal('principal', principal, partition)).toEqual(expected);
});

test.each([
  ['*', `principal '*' is no account and no role. ${CURE}`],
  ['', `principal '' is no account and no role. ${CURE}`],
  ['12345678901', `principal '12345678901' is no account and no role. ${CURE}`],
  ['1234567890123', `principal '1234567890123' is no account and no role. ${CURE}`],
  ['arn:aws:iam::*:root', `principal 'arn:aws:iam::*:root' is no account and no role. ${CURE}`],
  ['arn:aws:iam::123456789012:*', `principal 'arn:aws:iam::123456789012:*' is no account and no role. ${CURE}`],
  ['arn:aws:iam::123456789012:role/*', `principal 'arn:aws:iam::123456789012:role/*' is no account and no role. ${CURE}`],
  ['arn:aws:iam::123456789012:role/importer*', `principal 'arn:aws:iam::123456789012:role/importer*' is no account and no role. ${CURE}`],
  ['arn:aws:iam::123456789012:rooted', `principal 'arn:aws:iam::123456789012:rooted' is no account and no role. ${CURE}`],
  ['arn:aws:iam::123456789012:user/role/importer', `principal 'arn:aws:iam::123456789012:user/role/importer' is no account and no role. ${CURE}`],
  ['arn:aws:iam::123456789012:user/someone', `principal 'arn:aws:iam::123456789012:user/someone' is no account and no role. ${CURE}`],
  ...['user/root', 'root/someone', 'user/role/someone', 'role/', 'role/some one', 'role/someone?', 'role/${aws:username}'].map((resource) => (
    [`arn:aws:iam::123456789012:${resource}`, `principal 'arn:aws:iam::123456789012:${resource}' is no account and no role. ${CURE}`])),
  ...['federated-user/someone', 'role/assumed-role/session'].map((resource) => (
    [`arn:aws:sts::123456789012:${resource}`, `principal 'arn:aws:sts::123456789012:${resource}' is no account and no role. ${CURE}`])),
  ['arn:aws:iam:::root', `principal 'arn:aws:iam:::root' is no account and no role. ${CURE}`],
  ['arn:aws:iam::aws:role/x', `principal 'arn:aws:iam::aws:role/x' is no account and no role. ${CURE}`],
  ['arn:aws:s3:::bucket', `principal 'arn:aws:s3:::bucket' is no account and no role. ${CURE}`],
  ['arn:aws:sts::123456789012:assumed-role/importer/session',
    "principal 'arn:aws:sts::123456789012:assumed-role/importer/session' is one session of a role. Give the ARN of the role itself: arn:aws:iam::123456789012:role/name."],
  ['arn:aws:sts::123456789012:federated-user/someone', `principal 'arn:aws:sts::123456789012:federated-user/someone' is no account and no role. ${CURE}`],
  ['arn:aws-cn:iam::123456789012:root',
    "principal 'arn:aws-cn:iam::123456789012:root' is in the partition aws-cn and the stack in aws. A role can only be assumed within one partition."],
])('refuses %j', (principal, message) => {
  expect(() => trustedPrincipal('principal', principal, 'aws')).toThrow(new Error(message));
});

test('refuses a principal that is known at deployment only', () => {
  const principal = new CfnParameter(newStack(), 'Principal').valueAsString;
  expect(() => trustedPrincipal('principal', principal, 'aws')).toThrow(new Error(
    `principal is only known at deployment, and so could be * or a whole account without external ID. ${CURE}`));
});

test('lets in one account or one role and never a wildcard', () => {
  const pieces = fc.constantFrom('arn:', 'aws', ':', 'iam', 'sts', '::', '123456789012', 'root', 'role/', '*', '?', 'a', '/', '$', '{', '}', ' ', '@');
  fc.assert(fc.property(fc.oneof(fc.array(pieces, { maxLength: 10 }).map((all) => all.join('')), fc.string()), (given) => {
    let arn: string;
    try {
      ({ arn } = trustedPrincipal('principal', given, 'aws'));
    } catch (error) {
      expect((error as Error).message).toMatch(/^principal '/);
      return;
    }
    expect(arn).toMatch(/^arn:aws:iam::\d{12}:(?:root|role\/[^*?$\s]+)$/);
    expect(arn).toContain(given);
  }), { numRuns: 500 });
});
