import { findEndpoints } from './allowed-endpoints';
import { describeComponentProbe, listComponentsProbe } from './component-probes';
import { describeEndpoint, describeEndpointProbe } from './describe-endpoint';
import { invokeProbe, streamProbe } from './invoke-probes';
import { describeLineageProbe, listLineageProbe } from './lineage-probes';
import { listEndpoints, listEndpointsProbe } from './list-endpoints';
import { deniedEndpointProbe, deniedTargetModelProbe, streamingDeniedProbe } from './refusals';
import { createSageMakerClients, type SageMakerContext } from './sagemaker-context';
import type { SageMakerSection } from '../../../src/document/connection-document-v1';
import type { Check } from '../../../src/verification/verification-report-v1';
import { fillIn } from '../codes/code';
import type { IntegrationContext, IntegrationPlan, Outcome } from '../integrations/integration-plan';

export function planSageMaker(section: SageMakerSection, context: IntegrationContext): IntegrationPlan {
  const { control, runtime, close } = createSageMakerClients(context);
  const { calls, limits, sageMakerRequests = {} } = context;
  const list = once(async () => listEndpoints({ calls, control }));
  const descriptions = new Map<string, ReturnType<typeof describeEndpoint>>();
  const sagemaker: SageMakerContext = {
    ...context,
    section,
    control,
    runtime,
    listEndpoints: list,
    endpoints: once(async () => findEndpoints(section, sageMakerRequests, list, limits.places)),
    describe: async (endpoint) => {
      const description = descriptions.get(endpoint) ?? describeEndpoint({ calls, control }, endpoint);
      descriptions.set(endpoint, description);
      return description;
    },
  };
  const importing = context.action === 'import';
  return {
    integration: 'sagemaker',
    displayName: section.displayName,
    probes: importing ? [listLineageProbe(sagemaker), describeLineageProbe(sagemaker)] : [
      listEndpointsProbe(sagemaker),
      describeEndpointProbe(sagemaker),
      listComponentsProbe(sagemaker),
      describeComponentProbe(sagemaker),
      invokeProbe(sagemaker),
      streamProbe(sagemaker),
      deniedEndpointProbe(sagemaker),
      deniedTargetModelProbe(sagemaker),
      streamingDeniedProbe(sagemaker),
    ],
    outcome: importing ? (checks) => lineageOutcome(section, checks) : (checks) => connectionOutcome(section, checks),
    close,
  };
}

/** Calls at most once, when first asked. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return async () => (made ??= make());
}

/** The platform counts the endpoints that its picker shows: all of the account and region. */
function connectionOutcome({ successMessage }: SageMakerSection, checks: readonly Check[]): Outcome {
  const endpoints = sum(checks, 'endpoints');
  return { found: endpoints, message: fillIn(successMessage, { endpoints }) };
}

function lineageOutcome({ scope }: SageMakerSection, checks: readonly Check[]): Outcome {
  // That there is nothing to look at because the owner chose so is no finding.
  if (!scope.lineage) return { message: 'Nothing to import: the connection has lineage switched off.' };
  const endpoints = checks.filter(({ id, status }) => id === 'sagemaker.describe-lineage' && status !== 'fail').length;
  return { found: endpoints, message: `Import possible: ${endpoints} endpoint(s) that serve ${sum(checks.filter(({ id }) => id === 'sagemaker.describe-lineage'), 'models')} model(s).` };
}

function sum(checks: readonly Check[], figure: string): number {
  return checks.reduce((total, { detail }) => total + (typeof detail?.[figure] === 'number' ? detail[figure] : 0), 0);
}
