import { App, Stack } from 'aws-cdk-lib/core';
import {
  AthenaResultsLocation, BedrockAccess, ConnectionVerifier, LakeFormationAccess, OidcFederationRole, Platform, RdsDatabase, RdsEngine,
  RdsIamAuthAccess, S3Access, SageMakerAccess, SageMakerEndpoint,
} from 'cdk-ai-platform-access';
import { models } from './models';

const TEAMS = ['billing', 'catalog', 'customers', 'inventory', 'logistics', 'marketing', 'payments', 'sales', 'support', 'web'];
const TABLES = ['orders', 'order_items', 'customers_daily', 'events_by_hour', 'returns', 'shipments', 'sessions', 'invoices', 'refunds', 'audit_log'];

/** Endpoints of ten teams. */
function endpoints(count: number): SageMakerEndpoint[] {
  return Array.from({ length: count }, (_, index) => SageMakerEndpoint.fromName(`${TEAMS[index % TEAMS.length]}-churn-forecast-prod-v${index}`));
}

/** Tables of ten teams, each with a database of its own. */
function tables(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const ofTeam = Math.floor(index / TEAMS.length);
    return { database: `analytics_${TEAMS[index % TEAMS.length]}`, name: `${TABLES[ofTeam % TABLES.length]}_${ofTeam < TABLES.length ? 'current' : 'history'}` };
  });
}

/** The first example with all accesses: 50 models, 50 endpoints, 200 tables. GRANTS=false leaves those of Lake Formation to an administrator. */
export function stackOf(app: App): Stack {
  const stack = new Stack(app, 'Bench', { env: { account: '123456789012', region: 'us-east-1' } });
  const connection = new OidcFederationRole(stack, 'FourMinds', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new S3Access(stack, 'Datasets', { connection, allowedBucketNames: ['acme-prod-datasets'], defaultBucketName: 'acme-prod-datasets' });
  new BedrockAccess(stack, 'Models', { connection, models: models('mixture', 50) });
  new SageMakerAccess(stack, 'Endpoints', { connection, endpoints: endpoints(50) });
  new LakeFormationAccess(stack, 'Lake', {
    connection,
    tables: tables(200),
    resultsLocation: AthenaResultsLocation.fromUri('s3://acme-athena-results/4minds/'),
    grants: process.env.GRANTS !== 'false',
  });
  const host = 'orders.abcdefghijkl.us-east-1.rds.amazonaws.com';
  const database = RdsDatabase.fromResourceId('db-ABCDEFGHIJKLMNOPQRSTUVWXYZ', { engine: RdsEngine.POSTGRES, host, database: 'shop' });
  new RdsIamAuthAccess(stack, 'Databases', { connection, databases: [database] });
  new ConnectionVerifier(stack, 'Verifier', { connection });
  return stack;
}

if (require.main === module) {
  const app = new App();
  stackOf(app);
  app.synth();
}
