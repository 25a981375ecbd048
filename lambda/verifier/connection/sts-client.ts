import { STSClient } from '@aws-sdk/client-sts';
import type { ConnectionDocumentV1 } from '../../../src/document/connection-document-v1';

/**
 * A client of the STS endpoint that the document names, as the platform uses it. An endpoint in the environment, by the SDK's own
 * variables, comes first: there is no other way to point the verifier at a local AWS or at a VPC endpoint without private DNS.
 */
export function createStsClient(document: Pick<ConnectionDocumentV1, 'region' | 'sts'>, environment: NodeJS.ProcessEnv = process.env): STSClient {
  const overridden = environment.AWS_ENDPOINT_URL_STS !== undefined || environment.AWS_ENDPOINT_URL !== undefined;
  return new STSClient({ region: stsRegion(document), ...(!overridden && { endpoint: document.sts.endpoint }) });
}

/** The region that requests are signed for is the endpoint's, which need not be that of the data. */
export function stsRegion({ region, sts }: Pick<ConnectionDocumentV1, 'region' | 'sts'>): string {
  return /^https:\/\/sts(?:-fips)?\.([a-z]{2}[a-z0-9-]*-\d+)\./.exec(sts.endpoint)?.[1] ?? region;
}
