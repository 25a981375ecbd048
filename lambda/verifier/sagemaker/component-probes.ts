import { DescribeInferenceComponentCommand, ListInferenceComponentsCommand, type DescribeInferenceComponentOutput } from '@aws-sdk/client-sagemaker';
import { isSameEndpoint } from './allowed-endpoints';
import { isNotFound, orListDenied } from './denials';
import type { SageMakerContext } from './sagemaker-context';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

/** Listed where any component can be called; the one page tells that listing is allowed. */
export function listComponentsProbe({ calls, control, section: { scope }, document: { account } }: SageMakerContext): Probe {
  const check = async (): Promise<Finding> => orListDenied('inference components', 'sagemaker:ListInferenceComponents', async () => {
    const { InferenceComponents = [], NextToken } = await calls.mustWork((abortSignal) => (
      control.send(new ListInferenceComponentsCommand({ MaxResults: 100 }), { abortSignal })
    ));
    return passed(`${NextToken ? 'More than ' : ''}${InferenceComponents.length} inference component(s) are listed`, { components: InferenceComponents.length });
  });
  const applies = scope.allEndpoints || scope.endpoints.some(({ inferenceComponents }) => inferenceComponents);
  return { id: 'sagemaker.list-components', integration: 'sagemaker', expects: 'allowed', targets: applies ? [{ name: `account ${account}`, check }] : [] };
}

export function describeComponentProbe(context: SageMakerContext): Probe {
  const targets = async (): Promise<readonly ProbeTarget[]> => (await context.endpoints()).endpoints.flatMap(({ name, inferenceComponents }) => (
    inferenceComponents.map((component) => ({ name: `${name}/${component}`, check: async () => componentFinding(context, name, component) }))
  ));
  return { id: 'sagemaker.describe-component', integration: 'sagemaker', expects: 'allowed', targets };
}

export async function describeComponent(
  { calls, control }: Pick<SageMakerContext, 'calls' | 'control'>, InferenceComponentName: string,
): Promise<DescribeInferenceComponentOutput> {
  return calls.mustWork((abortSignal) => control.send(new DescribeInferenceComponentCommand({ InferenceComponentName }), { abortSignal }));
}

async function componentFinding(context: SageMakerContext, endpoint: string, component: string): Promise<Finding> {
  try {
    const { EndpointName = '', InferenceComponentStatus: status = 'unknown', FailureReason: reason = 'no reason is given' } = await describeComponent(context, component);
    if (!isSameEndpoint(EndpointName, endpoint)) return found('SAGEMAKER_NO_SUCH_COMPONENT', { component, endpoint });
    return status === 'InService' ? passed(`Inference component '${component}' is in service`) : found('SAGEMAKER_COMPONENT_NOT_IN_SERVICE', { component, status, reason });
  } catch (error) {
    if (isNotFound(error)) return found('SAGEMAKER_NO_SUCH_COMPONENT', { component, endpoint });
    if (failureOf(error).kind === 'denied') {
      return found('SAGEMAKER_DESCRIBE_DENIED', { kind: 'inference component', name: component, action: 'sagemaker:DescribeInferenceComponent' });
    }
    throw error;
  }
}
