import { Key } from 'aws-cdk-lib/aws-kms';
import { AthenaResultsLocation, LakeFormationAccess, OidcFederationRole, Platform } from '../../../src';
import { LAKE_FORMATION_GUIDE_POLICIES } from '../../../src/access/lake-formation/guide-policies';
import { ENV, newStack, Synthesized } from '../../synthesis/template';

const sorted = (actions: readonly string[]) => [...new Set(actions)].sort();

describe.each(LAKE_FORMATION_GUIDE_POLICIES.map((policy) => [policy.guide, policy] as const))('%s', (_, { actions, properties, added, leftOut }) => {
  const oursWith = (encrypted: boolean): readonly string[] => {
    const stack = newStack({ env: ENV });
    const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
    const key = encrypted ? Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111111111111:key/0b5f9c1e-5d4a-4c7e-9a3b-2f1d6e8c7a90') : undefined;
    new LakeFormationAccess(stack, 'Lake', { connection, resultsLocation: AthenaResultsLocation.fromUri('s3://results/4minds/', key), ...properties });
    return sorted(new Synthesized(stack).policies('ConnectionRole').flatMap(({ Statement }) => Statement).flatMap(({ Action }) => Action));
  };
  const ours = oursWith(true);

  test('ours adds what is said to be added, and nothing else', () => {
    expect(ours.filter((action) => !actions.includes(action))).toEqual(sorted(added.map(({ action }) => action)));
  });

  test('ours leaves out what is said to be left out, and nothing else', () => {
    expect(sorted(actions).filter((action) => !ours.includes(action))).toEqual(sorted(leftOut.map(({ action }) => action)));
  });

  test('without a key of the results, nothing of KMS is in it', () => {
    expect(oursWith(false)).toEqual(ours.filter((action) => !action.startsWith('kms:')));
  });

  test('every deviation says why', () => {
    [...added, ...leftOut].forEach(({ why }) => expect(why).toMatch(/^[A-Z].{20,}[^.]$/));
  });

  test('nothing that changes the catalog, the grants or a workgroup is in it', () => {
    expect(ours.filter((action) => /:(?:Create|Update|Delete|Put(?!Object$)|Grant|Revoke|Register|Tag)/.test(action))).toEqual([]);
  });
});
