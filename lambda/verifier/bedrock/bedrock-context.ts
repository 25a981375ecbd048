import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { BedrockSection } from '../../../src/document/connection-document-v1';
import { bearerClient } from '../../aws/bearer-client';
import { requestHandlerOf } from '../calls/request-handler';
import type { IntegrationContext } from '../integrations/integration-plan';

export interface BedrockContext extends IntegrationContext {
  readonly section: BedrockSection;
  /** Lists and describes models, in a region. */
  readonly controlIn: (region: string) => BedrockClient;
  /** Invokes models, in a region. */
  readonly runtimeIn: (region: string) => BedrockRuntimeClient;
}

export interface BedrockClients extends Pick<BedrockContext, 'controlIn' | 'runtimeIn'> {
  readonly close: () => void;
}

/** What each region needs once: made when it is first asked for. */
function perRegion<Client extends { destroy: () => void }>(create: (region: string) => Client) {
  const clients = new Map<string, Client>();
  return {
    in: (region: string): Client => {
      const client = clients.get(region) ?? create(region);
      clients.set(region, client);
      return client;
    },
    close: () => clients.forEach((client) => client.destroy()),
  };
}

export function createBedrockClients(
  { credentials, bearerToken, limits }: Pick<IntegrationContext, 'credentials' | 'bearerToken' | 'limits'>,
): BedrockClients {
  // HTTP/1.1 for both: the runtime client's own default, HTTP/2, is needed for speech alone and passes few proxies.
  const requestHandler = () => new NodeHttpHandler(requestHandlerOf(limits));
  const entry = (region: string) => (bearerToken ? bearerClient(region, bearerToken) : { region, credentials });
  const control = perRegion((region) => new BedrockClient({ ...entry(region), requestHandler: requestHandler() }));
  const runtime = perRegion((region) => new BedrockRuntimeClient({ ...entry(region), requestHandler: requestHandler() }));
  return { controlIn: control.in, runtimeIn: runtime.in, close: () => { control.close(); runtime.close(); } };
}
