import { DescribeEndpointCommand, type DescribeEndpointOutput, type EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { AllowedEndpoint } from './allowed-endpoints';
import { isNotFound } from './denials';
import type { SageMakerContext } from './sagemaker-context';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

/** The statuses in which an endpoint answers. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
const SERVING: readonly (EndpointStatus | undefined)[] = ['InService', 'Updating', 'SystemUpdating', 'RollingBack', 'UpdateRollbackFailed'];

export function isServing({ EndpointStatus }: Pick<DescribeEndpointOutput, 'EndpointStatus'>): boolean {
  return SERVING.includes(EndpointStatus);
}

export async function describeEndpoint(
  { calls, control }: Pick<SageMakerContext, 'calls' | 'control'>, EndpointName: string,
): Promise<DescribeEndpointOutput> {
  return calls.mustWork((abortSignal) => control.send(new DescribeEndpointCommand({ EndpointName }), { abortSignal }));
}

export function describeEndpointProbe(context: SageMakerContext): Probe {
  const targets = async (): Promise<readonly ProbeTarget[]> => {
    const { endpoints, left } = await context.endpoints();
    const rest = { name: 'more endpoints', check: async () => found('SAGEMAKER_ENDPOINTS_LEFT', { left, looked: endpoints.length }) };
    const each = endpoints.map((endpoint) => ({ name: endpoint.name, check: async () => statusFinding(context, endpoint) }));
    return left > 0 ? [...each, rest] : each;
  };
  return { id: 'sagemaker.describe-endpoint', integration: 'sagemaker', expects: 'allowed', targets };
}

async function statusFinding(context: SageMakerContext, { name, given }: AllowedEndpoint): Promise<Finding | readonly Finding[]> {
  try {
    const status = findingOfStatus(name, await context.describe(name));
    return name === given ? status : [status, found('SAGEMAKER_ENDPOINT_NAME_CASE', { given, endpoint: name })];
  } catch (error) {
    return findingOfDescription(context, name, error);
  }
}

/** What it means that an endpoint could not be described; any other failure is thrown on. */
export function findingOfDescription({ document: { region } }: Pick<SageMakerContext, 'document'>, endpoint: string, error: unknown): Finding {
  if (isNotFound(error)) return found('SAGEMAKER_NO_SUCH_ENDPOINT', { endpoint, region });
  if (failureOf(error).kind === 'denied') return found('SAGEMAKER_DESCRIBE_DENIED', { kind: 'endpoint', name: endpoint, action: 'sagemaker:DescribeEndpoint' });
  throw error;
}

export function findingOfStatus(endpoint: string, description: Partial<DescribeEndpointOutput>): Finding {
  const { EndpointStatus: status = 'OutOfService', FailureReason: reason = 'no reason is given', ProductionVariants = [] } = description;
  switch (status) {
    case 'InService': return passed(`Endpoint '${endpoint}' is in service`, { variants: ProductionVariants.length });
    case 'Creating': return found('SAGEMAKER_ENDPOINT_CREATING', { endpoint });
    case 'Updating': case 'SystemUpdating': case 'RollingBack': return found('SAGEMAKER_ENDPOINT_CHANGING', { endpoint, status });
    case 'Failed': return found('SAGEMAKER_ENDPOINT_FAILED', { endpoint, reason });
    case 'UpdateRollbackFailed': return found('SAGEMAKER_ENDPOINT_MIXED', { endpoint, reason });
    default: return found('SAGEMAKER_ENDPOINT_OUT_OF_SERVICE', { endpoint, status });
  }
}
