import { SageMakerClient, type DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { AllowedEndpoint } from './allowed-endpoints';
import type { SageMakerSection } from '../../../src/document/connection-document-v1';
import { requestHandlerOf } from '../calls/request-handler';
import type { IntegrationContext } from '../integrations/integration-plan';

export interface SageMakerContext extends IntegrationContext {
  readonly section: SageMakerSection;
  readonly control: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  /** The names of all endpoints, in their own case; asked for once. */
  readonly listEndpoints: () => Promise<readonly string[]>;
  /** The endpoints that the connection allows; found out once. */
  readonly endpoints: () => Promise<AllowedEndpoints>;
  /** An endpoint's description; asked for once. */
  readonly describe: (endpoint: string) => Promise<DescribeEndpointOutput>;
}

export interface AllowedEndpoints {
  readonly endpoints: readonly AllowedEndpoint[];
  /** How many there are besides the ones that the limit allows. */
  readonly left: number;
}

/** One socket for each call that may run at a time, kept open. */
export function createSageMakerClients({ credentials, limits, document }: Pick<IntegrationContext, 'credentials' | 'limits' | 'document'>) {
  const requestHandler = requestHandlerOf(limits);
  const config = { region: document.region, credentials, requestHandler };
  const control = new SageMakerClient(config);
  const runtime = new SageMakerRuntimeClient(config);
  return { control, runtime, close: () => { control.destroy(); runtime.destroy(); } };
}
