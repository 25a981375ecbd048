import * as fc from 'fast-check';
import { bucketNames } from './bucket-names';
import type { Grant, StatementHead } from '../../src/policy/grant';
import { MANAGED_POLICY_CHARACTERS, packGrants, statementsOf, unitsWithin, type GrantList, type PackedPolicy } from '../../src/policy/pack';
import { policyDocumentJson } from '../../src/policy/statement';

const LIST: StatementHead = { sid: 'S3ListBucket', actions: ['s3:ListBucket'] };
const READ: StatementHead = { sid: 'S3ReadObject', actions: ['s3:GetObject', 's3:GetObjectVersion'], conditions: { StringEquals: { 'aws:ResourceAccount': '111111111111' } } };

const ofBucket = (name: string): Grant[] => [
  { head: LIST, resource: `arn:aws:s3:::${name}`, unit: name },
  { head: READ, resource: `arn:aws:s3:::${name}/*`, unit: name },
];
const listOf = (names: readonly string[], name = 'S3'): GrantList => ({ name, grants: names.flatMap(ofBucket) });
const textOf = ({ grants }: PackedPolicy) => JSON.stringify(policyDocumentJson(statementsOf(grants)));

/** As many and as long as the bounds say: of the default size, no list would fill a policy. */
const size = 'max';
const names = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-.'), minLength: 3, maxLength: 63, size }), { maxLength: 150, size });
const heads = fc.array(fc.record({
  sid: fc.constantFrom('A', 'B', 'C'),
  actions: fc.array(fc.constantFrom('s3:GetObject', 'kms:Decrypt'), { minLength: 1, maxLength: 2 }),
  conditions: fc.option(fc.constant({ StringLike: { 's3:prefix': ['a/*', 'b c/*'] } }), { nil: undefined }),
}), { minLength: 1, maxLength: 4 });
const lists = heads.chain((some) => fc.array(fc.record({
  name: fc.constantFrom('S3', 'Bedrock', 'Rds'),
  grants: fc.array(fc.record({ head: fc.constantFrom(...some), resource: fc.string({ minLength: 1, maxLength: 200, size }), unit: fc.constantFrom('a', 'b', 'c') }), { maxLength: 120, size }),
}), { maxLength: 3 }));

describe('every policy', () => {
  test('is at most as long as IAM takes', () => {
    fc.assert(fc.property(lists, (given) => {
      packGrants(given).forEach((policy) => expect(textOf(policy).length).toBeLessThanOrEqual(MANAGED_POLICY_CHARACTERS));
    }));
  });

  test('is closed only when the next grant would not fit', () => {
    fc.assert(fc.property(names, (some) => {
      const policies = packGrants([listOf(some)]);
      policies.slice(0, -1).forEach((policy, index) => {
        const withNext = { ...policy, grants: [...policy.grants, policies[index + 1].grants[0]] };
        // The measure may be a few characters above the length: a list of one resource loses its brackets.
        expect(textOf(withNext).length).toBeGreaterThan(MANAGED_POLICY_CHARACTERS - 16);
      });
    }));
  });

  test('holds one statement for each head, with an ID of its own', () => {
    packGrants([listOf(bucketNames(300))]).forEach(({ grants }) => {
      expect(statementsOf(grants).map(({ sid }) => sid).sort()).toEqual(['S3ListBucket', 'S3ReadObject']);
    });
  });
});

test('packing keeps every grant, once and in order, and adds none', () => {
  fc.assert(fc.property(lists, (given) => {
    const asText = ({ head, resource }: Grant) => JSON.stringify([head, resource]);
    const packed = packGrants(given).flatMap(({ grants }) => grants).map(asText);
    expect([...packed].sort()).toEqual(given.flatMap(({ grants }) => grants).map(asText).sort());
    const [first] = given;
    if (given.length === 1) expect(packed).toEqual(first.grants.map(asText));
  }));
});

test('packing is deterministic and names policies apart', () => {
  fc.assert(fc.property(names, (some) => {
    const [one, other] = [packGrants([listOf(some)]), packGrants([listOf([...some])])];
    expect(other).toEqual(one);
    expect(new Set(one.map(({ name }) => name)).size).toBe(one.length);
  }));
});

describe('names say what is inside', () => {
  test.each([
    ['little', [listOf(bucketNames(2))], ['Policy1']],
    ['much of one access', [listOf(bucketNames(80))], ['S3Policy1', 'Policy1']],
    ['much of two', [listOf(bucketNames(80)), listOf(bucketNames(120), 'Bedrock')], ['S3Policy1', 'BedrockPolicy1', 'BedrockPolicy2', 'Policy1', 'Policy2']],
    ['nothing', [listOf([])], []],
  ])('%s', (_, given, expected) => {
    expect(packGrants(given).map(({ name }) => name)).toEqual(expected);
  });
});

describe('one bucket more at the end', () => {
  const changed = (before: readonly PackedPolicy[], after: readonly PackedPolicy[]) => {
    const old = new Map(before.map((policy) => [policy.name, textOf(policy)]));
    return after.filter((policy) => old.get(policy.name) !== textOf(policy)).map(({ name }) => name);
  };

  test('changes at most two policies: the last one, and one that it fills up', () => {
    fc.assert(fc.property(names, fc.constantFrom('one-more', 'x'.repeat(63)), (some, another) => {
      const [before, after] = [packGrants([listOf(some)]), packGrants([listOf([...some, another])])];
      expect(changed(before, after).length).toBeLessThanOrEqual(2);
      expect(after.length - before.length).toBeLessThanOrEqual(1);
    }));
  });

  test('leaves the full policies of every access as they were', () => {
    fc.assert(fc.property(names, names, (some, others) => {
      const before = packGrants([listOf(some), listOf(others, 'Bedrock')]);
      const after = packGrants([listOf([...some, 'one-more']), listOf(others, 'Bedrock')]);
      const full = changed(before, after).filter((name) => name.startsWith('Bedrock') && before.some((policy) => policy.name === name));
      expect(full).toEqual([]);
      expect(changed(before, after).filter((name) => /^S3/.test(name)).length).toBeLessThanOrEqual(1);
    }));
  });
});

test('300 names of real length need at most 1.05 times the policies that their characters make', () => {
  const some = bucketNames(300);
  const characters = some.flatMap(ofBucket).reduce((sum, { resource }) => sum + JSON.stringify(resource).length + 1, 0);
  const bound = characters / MANAGED_POLICY_CHARACTERS;
  expect(packGrants([listOf(some)]).length).toBeLessThanOrEqual(Math.ceil(bound * 1.05));
});

test('a piece that no policy can hold is refused', () => {
  const ofPrefix = (characters: number): GrantList => {
    const head = { sid: 'S3ListPrefix', actions: ['s3:ListBucket'], conditions: { StringLike: { 's3:prefix': ['x'.repeat(characters)] } } };
    return { name: 'S3', grants: [{ head, resource: 'arn:aws:s3:::datasets', unit: 'datasets' }] };
  };
  expect(packGrants([ofPrefix(5956)])).toHaveLength(1);
  for (const more of [1, 244]) {
    expect(() => packGrants([ofPrefix(5956 + more)])).toThrow(new Error(
      `S3ListPrefix on datasets alone would make a policy of ${6144 + more} characters and IAM takes 6144. Give it fewer or shorter conditions.`));
  }
});

test('a policy is filled to its last character', () => {
  const list = listOf(['a'.repeat(20), 'b'.repeat(20)]);
  // What is measured of a list of resources: a comma behind each, the last one's too, and another behind each statement.
  const whole = JSON.stringify(policyDocumentJson(statementsOf(list.grants))).length + 3;
  expect(packGrants([list], whole)).toHaveLength(1);
  expect(packGrants([list], whole - 1)).toHaveLength(2);
});

test('a piece that fills a policy to the last character has its place', () => {
  const pack = (characters: number) => packGrants([{
    name: 'S3',
    grants: [{ head: { ...LIST, conditions: { StringLike: { 's3:prefix': ['x'.repeat(characters)] } } }, resource: 'arn:aws:s3:::datasets', unit: 'datasets' }],
  }]);
  expect(pack(5956)).toHaveLength(1);
  expect(() => pack(5957)).toThrow('would make a policy of 6145 characters');
});

test('what fits is counted in the things that the caller listed', () => {
  const policies = packGrants([listOf(bucketNames(300))]);
  expect(unitsWithin(policies, policies.length)).toEqual({ fit: 300, all: 300 });
  const { fit, all } = unitsWithin(policies, 1);
  expect(all).toBe(300);
  // A bucket counts as fitting only when all of its grants do.
  const whole = policies[0].grants.filter(({ head }) => head === READ).length;
  expect(fit).toBe(whole);
});
