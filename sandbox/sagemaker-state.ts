import {
  CreateEndpointCommand, CreateEndpointConfigCommand, CreateInferenceComponentCommand, CreateModelCommand, SageMakerClient, type EndpointStatus,
} from '@aws-sdk/client-sagemaker';
import type { LocalAws } from './local-aws';

export interface EndpointState {
  /** Its configuration and its model are named after it. */
  readonly name: string;
  /** What the model does: answers with what it was sent, or with an error that repeats it. @default 'echo' */
  readonly model?: 'echo' | 'broken';
  /** Hosts many models, one of which each call names. @default false */
  readonly multiModel?: boolean;
  /** Names of inference components; the endpoint then has no model of its own. @default none */
  readonly components?: readonly string[];
  /** @default 'InService' */
  readonly status?: EndpointStatus;
}

/** Creates an endpoint and what it needs. */
export async function createEndpoint(aws: LocalAws, { name, model = 'echo', multiModel = false, components = [], status }: EndpointState): Promise<void> {
  const sagemaker = new SageMakerClient(aws.clientConfig());
  const ModelName = `${name}-model`;
  const EndpointConfigName = `${name}-config`;
  const Image = `${aws.accountId}.dkr.ecr.${aws.region}.amazonaws.com/${model}`;
  const ExecutionRoleArn = `arn:aws:iam::${aws.accountId}:role/sagemaker`;
  await sagemaker.send(new CreateModelCommand({ ModelName, ExecutionRoleArn, PrimaryContainer: { Image, ...(multiModel && { Mode: 'MultiModel' }) } }));
  await sagemaker.send(new CreateEndpointConfigCommand({
    EndpointConfigName, ProductionVariants: [{ VariantName: 'AllTraffic', ...(components.length === 0 ? { ModelName } : {}) }],
  }));
  await sagemaker.send(new CreateEndpointCommand({
    EndpointName: name, EndpointConfigName, ...(status && { Tags: [{ Key: 'sandbox:status', Value: status }] }),
  }));
  for (const InferenceComponentName of components) {
    await sagemaker.send(new CreateInferenceComponentCommand({ InferenceComponentName, EndpointName: name, VariantName: 'AllTraffic', Specification: { ModelName } }));
  }
}
