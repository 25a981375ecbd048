import type { Permission } from '../../src/access/permission';
import { activePermissions, grantsOf, type ResourceGrant } from '../../src/access/permission-table';
import { statementsOf } from '../../src/policy/pack';

type Kind = 'bucket' | 'object' | 'key';
const row = (sid: string, action: string, on: Kind): Permission<Kind> => ({ sid, action, on, purpose: 'why', required: true, probe: 'a.probe' });
const TABLE = [row('List', 's3:ListBucket', 'bucket'), row('List', 's3:GetBucketLocation', 'bucket'), row('Tags', 's3:GetBucketTagging', 'bucket'), row('Read', 's3:GetObject', 'object')];
function resource(on: Kind, name: string, more: Partial<ResourceGrant<Kind>> = {}): ResourceGrant<Kind> {
  return { on, resource: name, unit: name, ...more };
}

test('rows of one statement ID on one kind of resource are one statement', () => {
  expect(statementsOf(grantsOf(TABLE, [resource('bucket', 'a'), resource('object', 'a/*'), resource('bucket', 'b')]))).toEqual([
    { sid: 'List', actions: ['s3:ListBucket', 's3:GetBucketLocation'], conditions: undefined, resources: ['a', 'b'] },
    { sid: 'Tags', actions: ['s3:GetBucketTagging'], conditions: undefined, resources: ['a', 'b'] },
    { sid: 'Read', actions: ['s3:GetObject'], conditions: undefined, resources: ['a/*'] },
  ]);
});

test('resources with the same conditions share a statement; others get a number', () => {
  const some = { Null: { 's3:prefix': 'true' } };
  const statements = statementsOf(grantsOf(TABLE, [
    resource('object', 'a'), resource('object', 'b', { conditions: some }), resource('object', 'c', { conditions: { ...some } }), resource('object', 'd', { conditions: { Null: { x: 'true' } } }),
  ]));
  expect(statements.map(({ sid, resources, conditions }) => [sid, resources, conditions])).toEqual([
    ['Read', ['a'], undefined], ['Read2', ['b', 'c'], some], ['Read3', ['d'], { Null: { x: 'true' } }],
  ]);
});

test('a permission is in force when its kind of resource is granted', () => {
  expect(activePermissions(TABLE, [resource('object', 'a')])).toEqual([TABLE[3]]);
  expect(activePermissions(TABLE, [])).toEqual([]);
});

test('a kind of resource that no row names is granted nothing', () => {
  expect(grantsOf(TABLE, [resource('key', 'k')])).toEqual([]);
});
