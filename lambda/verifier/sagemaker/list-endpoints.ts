import { ListEndpointsCommand } from '@aws-sdk/client-sagemaker';
import { orListDenied } from './denials';
import type { SageMakerContext } from './sagemaker-context';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** The most that a page can hold. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListEndpoints.html */
const ENDPOINTS_PER_PAGE = 100;

/** Every endpoint of the account and region: IAM cannot filter the answer. */
export async function listEndpoints({ calls, control }: Pick<SageMakerContext, 'calls' | 'control'>): Promise<readonly string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await calls.mustWork((abortSignal) => (
      control.send(new ListEndpointsCommand({ MaxResults: ENDPOINTS_PER_PAGE, ...(NextToken !== undefined && { NextToken }) }), { abortSignal })
    ));
    names.push(...(page.Endpoints ?? []).map(({ EndpointName = '' }) => EndpointName));
    NextToken = page.NextToken || undefined;
  } while (NextToken !== undefined);
  return names;
}

export function listEndpointsProbe(context: SageMakerContext): Probe {
  const { document: { account, region } } = context;
  const check = async (): Promise<Finding> => orListDenied('endpoints', 'sagemaker:ListEndpoints', async () => {
    const { length: endpoints } = await context.listEndpoints();
    return endpoints === 0 ? found('SAGEMAKER_NO_ENDPOINTS', { region }) : passed(`${endpoints} endpoint(s) are listed`, { endpoints });
  });
  return { id: 'sagemaker.list-endpoints', integration: 'sagemaker', expects: 'allowed', targets: [{ name: `account ${account}`, check }] };
}
