import {
  GetCustomModelDeploymentCommand, GetFoundationModelCommand, GetImportedModelCommand, GetInferenceProfileCommand, GetMarketplaceModelEndpointCommand,
  GetPromptRouterCommand, GetProvisionedModelThroughputCommand, type BedrockClient,
} from '@aws-sdk/client-bedrock';
import type { BedrockModelEntry } from '../../../src/document/connection-document-v1';

/** What AWS says of a model, as far as it matters here. */
export interface Description {
  /** What is not ready, in AWS's words; nothing when it can be called. */
  readonly notReady?: string;
  /** Where a profile can send a call. */
  readonly destinations?: readonly string[];
}

/** Nothing when the status is the one in which it can be called. */
function unless(ready: string, status: string | undefined): Description {
  return status === undefined || status === ready ? {} : { notReady: status };
}

/** The foundation model of a global profile has no region in its ARN. */
function regionsOf(models: readonly { readonly modelArn?: string }[]): readonly string[] {
  return [...new Set(models.flatMap(({ modelArn }) => modelArn?.split(':')[3] || []))].sort();
}

/** The Get action of each kind of model. */
export async function describe({ type, call }: BedrockModelEntry, client: BedrockClient, abortSignal: AbortSignal): Promise<Description> {
  const options = { abortSignal };
  switch (type) {
    case 'foundation-model': {
      const { modelDetails } = await client.send(new GetFoundationModelCommand({ modelIdentifier: call }), options);
      return modelDetails?.modelLifecycle?.status === 'LEGACY' ? { notReady: 'LEGACY, and about to reach the end of its life' } : {};
    }
    case 'inference-profile':
    case 'application-inference-profile': {
      const { status, models = [] } = await client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: call }), options);
      return { ...unless('ACTIVE', status), destinations: regionsOf(models) };
    }
    case 'provisioned-model': return unless('InService', (await client.send(new GetProvisionedModelThroughputCommand({ provisionedModelId: call }), options)).status);
    case 'custom-model-deployment': return unless('Active', (await client.send(new GetCustomModelDeploymentCommand({ customModelDeploymentIdentifier: call }), options)).status);
    case 'imported-model': await client.send(new GetImportedModelCommand({ modelIdentifier: call }), options); return {};
    case 'prompt-router': return unless('AVAILABLE', (await client.send(new GetPromptRouterCommand({ promptRouterArn: call }), options)).status);
    case 'marketplace-endpoint': {
      const { marketplaceModelEndpoint } = await client.send(new GetMarketplaceModelEndpointCommand({ endpointArn: call }), options);
      return unless('InService', marketplaceModelEndpoint?.endpointStatus);
    }
  }
}
