import type { Permission, Probe } from '../permission';

/** What SageMaker permissions are granted on, in the words of the document and the README. */
export const SAGEMAKER_RESOURCES = {
  endpoints: 'every endpoint name of the account and region (AWS grants it on `*` only)',
  lineage: 'every model and training job name of the account and region (AWS grants it on `*` only)',
  components: 'every inference component name of the account and region (AWS grants it on `*` only)',
  endpoint: 'each allowed endpoint; every endpoint of the account and region where all are allowed',
  multiModelEndpoint: 'each allowed endpoint that is limited to target models',
  targetModel: 'each allowed endpoint that is limited to target models, for these models',
  component: 'each allowed inference component; every one of the account and region where all endpoints are allowed',
  configuration: 'the endpoint configurations that are listed, else every one of the account and region',
  model: 'the models that are listed, else every one of the account and region',
} as const;

export type SageMakerResource = keyof typeof SAGEMAKER_RESOURCES;

/** Left out of the policy when streaming is switched off. A multi-model endpoint has no streaming call. */
export const STREAMING_ACTION = 'sagemaker:InvokeEndpointWithResponseStream';

/**
 * The lists are granted on `*` alone. Invoking an inference component is authorised on the endpoint and on the component. The guides'
 * `sts:GetCallerIdentity` is left out: it needs no permission.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const SAGEMAKER_PERMISSIONS: readonly Permission<SageMakerResource>[] = [
  { sid: 'SageMakerListEndpoints', action: 'sagemaker:ListEndpoints', on: 'endpoints', purpose: 'Discovers deployed inference endpoints for the picker', required: true, probe: 'sagemaker.list-endpoints' },
  { sid: 'SageMakerListLineage', action: 'sagemaker:ListModels', on: 'lineage', purpose: 'Lists registered SageMaker models', required: false, probe: 'sagemaker.list-lineage' },
  { sid: 'SageMakerListLineage', action: 'sagemaker:ListTrainingJobs', on: 'lineage', purpose: 'Lists training jobs for the lineage of a model', required: false, probe: 'sagemaker.list-lineage' },
  { sid: 'SageMakerListComponents', action: 'sagemaker:ListInferenceComponents', on: 'components', purpose: 'Discovers the inference components of an endpoint', required: false, probe: 'sagemaker.list-components' },
  { sid: 'SageMakerUseEndpoint', action: 'sagemaker:DescribeEndpoint', on: 'endpoint', purpose: 'Retrieves the status of an endpoint and what is deployed on it', required: true, probe: 'sagemaker.describe-endpoint' },
  { sid: 'SageMakerUseEndpoint', action: 'sagemaker:InvokeEndpoint', on: 'endpoint', purpose: 'Sends prompts to an endpoint at inference time', required: true, probe: 'sagemaker.invoke-endpoint' },
  { sid: 'SageMakerUseEndpoint', action: STREAMING_ACTION, on: 'endpoint', purpose: 'Sends prompts and gets the answer as a stream', required: false, probe: 'sagemaker.stream-endpoint' },
  { sid: 'SageMakerDescribeMultiModelEndpoint', action: 'sagemaker:DescribeEndpoint', on: 'multiModelEndpoint', purpose: 'Retrieves the status of an endpoint and what is deployed on it', required: true, probe: 'sagemaker.describe-endpoint' },
  { sid: 'SageMakerInvokeTargetModel', action: 'sagemaker:InvokeEndpoint', on: 'targetModel', purpose: 'Sends prompts to the allowed models of a multi-model endpoint', required: true, probe: 'sagemaker.invoke-endpoint' },
  { sid: 'SageMakerUseComponent', action: 'sagemaker:DescribeInferenceComponent', on: 'component', purpose: 'Retrieves the status of an inference component', required: false, probe: 'sagemaker.describe-component' },
  { sid: 'SageMakerUseComponent', action: 'sagemaker:InvokeEndpoint', on: 'component', purpose: 'Sends prompts to an inference component of an endpoint', required: true, probe: 'sagemaker.invoke-endpoint' },
  { sid: 'SageMakerUseComponent', action: STREAMING_ACTION, on: 'component', purpose: 'Sends prompts to an inference component and gets the answer as a stream', required: false, probe: 'sagemaker.stream-endpoint' },
  { sid: 'SageMakerDescribeConfiguration', action: 'sagemaker:DescribeEndpointConfig', on: 'configuration', purpose: 'Retrieves which models an endpoint serves', required: false, probe: 'sagemaker.describe-lineage' },
  { sid: 'SageMakerDescribeModel', action: 'sagemaker:DescribeModel', on: 'model', purpose: 'Retrieves the metadata of a model that an endpoint serves', required: false, probe: 'sagemaker.describe-lineage' },
];

export const SAGEMAKER_PROBES: readonly Probe[] = [
  { id: 'sagemaker.list-endpoints', action: 'test-connection', expects: 'allowed', description: 'ListEndpoints, paged, counts the endpoints of the account and region' },
  { id: 'sagemaker.describe-endpoint', action: 'test-connection', expects: 'allowed', description: 'DescribeEndpoint on each allowed endpoint, or on a few of all; tells the statuses apart' },
  { id: 'sagemaker.list-components', action: 'test-connection', expects: 'allowed', description: 'ListInferenceComponents' },
  { id: 'sagemaker.describe-component', action: 'test-connection', expects: 'allowed', description: 'DescribeInferenceComponent on each allowed inference component' },
  { id: 'sagemaker.invoke-endpoint', action: 'test-connection', expects: 'allowed', description: 'InvokeEndpoint with the payload that was given; without one, a request that SageMaker authorises and then rejects' },
  { id: 'sagemaker.stream-endpoint', action: 'test-connection', expects: 'allowed', description: 'InvokeEndpointWithResponseStream, likewise, read to its end' },
  { id: 'sagemaker.list-lineage', action: 'import', expects: 'allowed', description: 'ListModels and ListTrainingJobs' },
  { id: 'sagemaker.describe-lineage', action: 'import', expects: 'allowed', description: 'DescribeEndpointConfig and DescribeModel along each allowed endpoint' },
  { id: 'sagemaker.denied-endpoint', action: 'test-connection', expects: 'denied', description: 'InvokeEndpoint on a name that is not allowed, and on each endpoint that the platform must be refused' },
  { id: 'sagemaker.denied-target-model', action: 'test-connection', expects: 'denied', description: 'InvokeEndpoint with a target model that is not allowed' },
  { id: 'sagemaker.streaming-denied', action: 'test-connection', expects: 'denied', description: 'InvokeEndpointWithResponseStream on each allowed endpoint that must not stream' },
];
