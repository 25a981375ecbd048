import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { createCatalog, type Catalog } from './catalog';
import { createGovernance, type Governance } from './governance';
import { createQueries, type Queries } from './queries';
import type { LakeFormationSection } from '../../../src/document/connection-document-v1';
import { requestHandlerOf } from '../calls/request-handler';
import type { IntegrationContext } from '../integrations/integration-plan';

/** What the probes of Lake Formation share: each table is looked up and queried once, however many probes ask. */
export interface LakeFormationContext extends IntegrationContext {
  readonly section: LakeFormationSection;
  readonly catalog: Catalog;
  readonly governance: Governance;
  readonly queries: Queries;
  readonly glue: GlueClient;
  readonly athena: AthenaClient;
  readonly s3: S3Client;
}

type Clients = Pick<LakeFormationContext, 'glue' | 'athena' | 's3'>;

export function createLakeFormationContext(
  section: LakeFormationSection, context: IntegrationContext,
): { readonly lakeFormation: LakeFormationContext; readonly close: () => void } {
  const { credentials, limits, document: { region } } = context;
  const settings = { region, credentials, requestHandler: requestHandlerOf(limits) };
  const clients: Clients = { glue: new GlueClient(settings), athena: new AthenaClient(settings), s3: new S3Client(settings) };
  const governance = createGovernance(context);
  return {
    lakeFormation: {
      ...context,
      section,
      governance,
      catalog: createCatalog(clients.glue, section, context),
      queries: createQueries(clients.athena, section, context),
      ...clients,
    },
    close: () => { governance.close(); Object.values(clients).forEach((client: { readonly destroy: () => void }) => client.destroy()); },
  };
}
