import { IAMClient } from '@aws-sdk/client-iam';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { certificateAuthorities } from './certificate-authorities';
import { describeClusters } from './describe-clusters';
import { discoverInstances, type DiscoveredInstance } from './discover-instances';
import { everyServer, serverOf, type Discovery, type Server } from './server';
import { simulateConnect, type Simulation } from './simulate-policy';
import type { RdsSection, RdsTarget } from '../../../src/document/connection-document-v1';
import type { IntegrationContext } from '../integrations/integration-plan';

/** What the probes of RDS share; everything is asked for once. */
export interface RdsContext extends IntegrationContext {
  readonly section: RdsSection;
  /** The list of instances as the platform sees it. */
  readonly instances: () => Promise<readonly DiscoveredInstance[]>;
  /** The allowed servers; of the denied ones too, what discovery tells. */
  readonly servers: (targets?: readonly RdsTarget[]) => Promise<readonly Server[]>;
  readonly authorities: (kind: RdsTarget['kind']) => Promise<string>;
  /** Whether IAM says that the role may connect to a resource as a user. */
  readonly simulate: (resourceId: string, user: string) => Promise<Simulation & { readonly resource: string }>;
  /** For the files of an import, with the verifier's own rights. */
  readonly ownS3: S3Client;
  readonly close: () => void;
}

export function createRdsContext(section: RdsSection, context: IntegrationContext): RdsContext {
  const { document: { region, partition, account, principal }, credentials, calls } = context;
  const platform = new RDSClient({ region, credentials });
  const own = { rds: new RDSClient({ region }), iam: new IAMClient({ region }), s3: new S3Client({ region }) };
  const instances = once(() => discoverInstances(platform, calls));
  const discovery = once(async (): Promise<Discovery> => {
    const [listed, clusters] = await Promise.all([instances(), describeClusters(own.rds, section, calls)]);
    return { instances: listed, clusters };
  });
  const authorities = new Map<string, Promise<string>>();
  return {
    ...context,
    section,
    instances,
    servers: async (targets) => {
      const found = await discovery();
      if (targets === undefined && section.scope.allDatabases) return everyServer(section.scope.databaseUser, found);
      return (targets ?? section.scope.databases).map((target) => serverOf(target, found));
    },
    authorities: (kind) => {
      const known = authorities.get(kind) ?? certificateAuthorities(kind, section, own.s3, calls);
      authorities.set(kind, known);
      return known;
    },
    simulate: async (resourceId, user) => {
      const resource = `arn:${partition}:rds-db:${region}:${account}:dbuser:${resourceId}/${user}`;
      return { ...await simulateConnect(own.iam, calls, principal.arn, resource), resource };
    },
    ownS3: own.s3,
    close: () => [platform, own.rds, own.iam, own.s3].forEach((client) => client.destroy()),
  };
}

/** Keeps the first answer, whether it is one or an error. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}
