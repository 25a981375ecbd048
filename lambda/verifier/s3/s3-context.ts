import { S3Client } from '@aws-sdk/client-s3';
import type { S3Section } from '../../../src/document/connection-document-v1';
import { requestHandlerOf } from '../calls/request-handler';
import type { IntegrationContext } from '../integrations/integration-plan';

export interface S3Context extends IntegrationContext {
  readonly section: S3Section;
  /** The client of a region, made when it is first asked for. */
  readonly clientIn: (region: string) => S3Client;
  /** Where buckets were found that are not in the region of the connection. */
  readonly bucketRegions: Map<string, string>;
}

export interface S3Clients {
  readonly clientIn: (region: string) => S3Client;
  readonly close: () => void;
}

/**
 * Redirects are not followed by the clients, because where a bucket is must be told; the probes follow them themselves.
 * One socket for each call that may run at a time, kept open.
 */
export function createS3Clients({ credentials, limits }: Pick<IntegrationContext, 'credentials' | 'limits'>): S3Clients {
  const clients = new Map<string, S3Client>();
  const create = (region: string): S3Client => new S3Client({
    region,
    credentials,
    followRegionRedirects: false,
    requestHandler: requestHandlerOf(limits),
  });
  return {
    clientIn: (region) => {
      const client = clients.get(region) ?? create(region);
      clients.set(region, client);
      return client;
    },
    close: () => clients.forEach((client) => client.destroy()),
  };
}
