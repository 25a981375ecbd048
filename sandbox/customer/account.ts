import { BedrockModel, SageMakerEndpoint } from 'cdk-ai-platform-access';
import { BUCKETS, createBuckets } from './buckets';
import { createDataLake } from './data-lake';
import { createDatabases, PAYROLL_USER } from './databases';
import type { FourMindsCompleteStackProps } from '../../examples/four-minds-complete/four-minds-complete-stack';
import { AUTHORITIES } from '../databases/local-aws-databases';
import type { Databases } from '../databases/start-databases';
import type { LocalAws } from '../local-aws';
import { createEndpoint } from '../sagemaker-state';

export const SUBJECT = 'workspace:acme';
export const ENDPOINT = 'Churn-Prediction';

/** A customer's account before anybody connects to it. */
export interface CustomerAccount {
  /** What is there, for people. */
  readonly inventory: readonly string[];
  /** What 4MINDS shall reach, and what it must be refused. */
  readonly fourMinds: FourMindsCompleteStackProps;
}

/** Fills the account with real files, tables and endpoints. Without database servers it has no databases. */
export async function fillAccount(aws: LocalAws, databases?: Databases): Promise<CustomerAccount> {
  const [buckets, existing] = await Promise.all([
    createBuckets(aws), databases && createDatabases(aws, databases), createDataLake(aws),
    createEndpoint(aws, { name: ENDPOINT }), createEndpoint(aws, { name: 'Payroll' }),
  ]);
  return {
    inventory: [
      ...buckets,
      `SageMaker endpoints ${ENDPOINT} and Payroll`,
      'A governed data lake: weather.seattle, transport.airports, transport.strikes',
      ...(databases ? [
        `PostgreSQL ${databases.postgres.engineVersion}: movies and flights in the database research, and a schema payroll`,
        `MariaDB ${databases.mariadb.engineVersion}: cars in the database fleet, and a database payroll`,
      ] : []),
    ],
    fourMinds: {
      env: { account: aws.accountId, region: aws.region },
      subject: SUBJECT,
      buckets: [BUCKETS.datasets, BUCKETS.notes],
      models: [BedrockModel.foundationModel('amazon.nova-lite-v1:0'), BedrockModel.inferenceProfile('us.anthropic.claude-sonnet-4-5-20250929-v1:0')],
      endpoints: [SageMakerEndpoint.fromName(ENDPOINT, { testRequest: { body: '12,7,0.4', contentType: 'text/csv' } })],
      tables: [{ database: 'weather', name: 'seattle' }, { database: 'transport', name: 'airports', columns: ['iata', 'city', 'state'] }],
      ...(existing && { databases: existing, authoritiesBucket: AUTHORITIES }),
      denied: {
        buckets: [BUCKETS.payroll],
        models: [BedrockModel.foundationModel('amazon.nova-pro-v1:0')],
        endpointNames: ['Payroll'],
        tables: [{ database: 'transport', name: 'airports', columns: ['latitude'] }, { database: 'transport', name: 'strikes' }],
        databaseUsers: [PAYROLL_USER],
      },
    },
  };
}
