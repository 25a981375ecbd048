import type { Discovery } from '../../../../lambda/verifier/rds/server';
import { everyServer, serverOf } from '../../../../lambda/verifier/rds/server';
import type { RdsTarget } from '../../../../src/document/connection-document-v1';

const instance = (identifier: string, changes: Partial<Discovery['instances'][number]> = {}): Discovery['instances'][number] => ({
  identifier,
  resourceId: `db-${identifier.toUpperCase()}`,
  engine: 'postgres',
  engineVersion: '16.4',
  status: 'available',
  iamAuthentication: true,
  host: `${identifier}.example.com`,
  port: 5432,
  publiclyAccessible: false,
  ...changes,
});
const member = (identifier: string, status = 'available') => instance(identifier, { engine: 'aurora-mysql', status, clusterIdentifier: 'reporting', iamAuthentication: 'unknown' });
const target = (changes: Partial<RdsTarget> = {}): RdsTarget => ({ kind: 'instance', resourceId: 'db-ORDERS', engine: 'postgres', host: 'orders.example.com', port: '5432', user: 'u', ...changes });
const cluster = target({ kind: 'cluster', resourceId: 'cluster-R', engine: 'aurora-mysql', host: 'reporting.cluster-x.example.com', port: '3306' });

test('an instance is found by its resource ID, and named as the list names it', () => {
  expect(serverOf(target({ database: 'shop' }), { instances: [instance('other'), instance('orders')], clusters: [] })).toMatchObject({
    name: 'orders/shop', port: 5432, database: 'shop', instance: { identifier: 'orders' },
  });
  expect(serverOf(target(), { instances: [], clusters: [] })).toMatchObject({ name: 'db-ORDERS', instance: undefined });
});

test.each<[string, Discovery, object | undefined]>([
  ['is described by a member that is available', { instances: [member('one', 'rebooting'), member('two')], clusters: [] }, { identifier: 'reporting', status: 'available', iamAuthentication: 'unknown' }],
  ['is described by any member otherwise', { instances: [member('one', 'stopped')], clusters: [] }, { status: 'stopped' }],
  ['has the switch that the verifier may read', { instances: [member('one')], clusters: [{ identifier: 'reporting', resourceId: 'cluster-R', iamAuthentication: false }] }, { iamAuthentication: false }],
  ['without a member is not in the list', { instances: [instance('orders')], clusters: [] }, undefined],
])('a cluster %s', (_, discovery, expected) => {
  const { instance: found } = serverOf(cluster, discovery);
  if (expected) expect(found).toMatchObject(expected);
  else expect(found).toBeUndefined();
});

test('all databases are those that can be browsed, with the resource ID that tokens are for', () => {
  const instances = [instance('orders'), instance('ledger', { engine: 'oracle-ee' }), member('one'), instance('new', { host: undefined, port: undefined, status: 'creating' })];
  const known = everyServer('u', { instances, clusters: [{ identifier: 'reporting', resourceId: 'cluster-R', iamAuthentication: true }] });
  expect(known.map(({ name, resourceId }) => [name, resourceId])).toEqual([['orders', 'db-ORDERS'], ['one', 'cluster-R'], ['new', 'db-NEW']]);
  expect(known[1].instance?.iamAuthentication).toBe(true);
  expect(everyServer('u', { instances, clusters: [] })[1]).toMatchObject({ name: 'one', resourceId: undefined });
});
