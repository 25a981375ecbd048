import { DescribeEndpointConfigCommand, DescribeModelCommand, ListModelsCommand, ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker';
import type { AllowedEndpoint } from './allowed-endpoints';
import { describeComponent } from './component-probes';
import { isNotFound, orListDenied } from './denials';
import { findingOfDescription } from './describe-endpoint';
import type { SageMakerContext } from './sagemaker-context';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

/** Models and training jobs; the first page of each tells that listing is allowed. */
export function listLineageProbe({ calls, control, section: { scope } }: SageMakerContext): Probe {
  const MaxResults = 100;
  const counted = (what: string, { length }: readonly unknown[], more: unknown) => passed(`${more ? 'More than ' : ''}${length} ${what} are listed`, { [what.split('(')[0].replace(' ', '-')]: length });
  const models = async (): Promise<Finding> => orListDenied('models', 'sagemaker:ListModels', async () => {
    const { Models = [], NextToken } = await calls.mustWork((abortSignal) => control.send(new ListModelsCommand({ MaxResults }), { abortSignal }));
    return counted('model(s)', Models, NextToken);
  });
  const jobs = async (): Promise<Finding> => orListDenied('training jobs', 'sagemaker:ListTrainingJobs', async () => {
    const { TrainingJobSummaries = [], NextToken } = await calls.mustWork((abortSignal) => (
      control.send(new ListTrainingJobsCommand({ MaxResults }), { abortSignal })
    ));
    return counted('training job(s)', TrainingJobSummaries, NextToken);
  });
  const off = { name: 'lineage', check: async () => found('NOT_APPLICABLE', { reason: 'the connection has lineage switched off' }) };
  const targets = scope.lineage ? [{ name: 'models', check: models }, { name: 'training jobs', check: jobs }] : [off];
  return { id: 'sagemaker.list-lineage', integration: 'sagemaker', expects: 'allowed', targets };
}

/** From each endpoint to its configuration and to the models that it serves. */
export function describeLineageProbe(context: SageMakerContext): Probe {
  const targets = async (): Promise<readonly ProbeTarget[]> => (context.section.scope.lineage
    ? (await context.endpoints()).endpoints.map((endpoint) => ({ name: endpoint.name, check: async () => lineageFinding(context, endpoint) })) : []);
  return { id: 'sagemaker.describe-lineage', integration: 'sagemaker', expects: 'allowed', targets };
}

/** What stands in the way of a lineage is told by the step that met it. */
class Obstacle extends Error {
  constructor(readonly finding: Finding) {
    super(finding.code);
  }
}

async function lineageFinding(context: SageMakerContext, endpoint: AllowedEndpoint): Promise<Finding | readonly Finding[]> {
  const { name } = endpoint;
  try {
    const { EndpointConfigName = '' } = await context.describe(name).catch((error: unknown) => { throw new Obstacle(findingOfDescription(context, name, error)); });
    const models = [...new Set([...await modelsOf(context, EndpointConfigName), ...await modelsOfComponents(context, endpoint)])];
    const gone = (await Promise.all(models.map(async (model) => (await isGone(context, model) ? [model] : [])))).flat();
    if (gone.length > 0) return gone.map((model) => found('SAGEMAKER_MODEL_GONE', { model, endpoint: name }));
    return passed(`Endpoint '${name}' serves ${models.length} model(s)`, { models: models.length, names: models, configuration: EndpointConfigName });
  } catch (error) {
    if (error instanceof Obstacle) return error.finding;
    throw error;
  }
}

async function modelsOf({ calls, control }: SageMakerContext, EndpointConfigName: string): Promise<readonly string[]> {
  const { ProductionVariants = [] } = await orObstacle('endpoint configuration', EndpointConfigName, 'sagemaker:DescribeEndpointConfig', () => (
    calls.mustWork((abortSignal) => control.send(new DescribeEndpointConfigCommand({ EndpointConfigName }), { abortSignal }))
  ));
  return ProductionVariants.flatMap(({ ModelName }) => ModelName ?? []);
}

/** An inference component can name a model; it can also bring its own container. */
async function modelsOfComponents(context: SageMakerContext, { inferenceComponents }: AllowedEndpoint): Promise<readonly string[]> {
  const components = await Promise.all(inferenceComponents.map(async (component) => (
    orObstacle('inference component', component, 'sagemaker:DescribeInferenceComponent', async () => describeComponent(context, component))
  )));
  return components.flatMap(({ Specification }) => Specification?.ModelName ?? []);
}

async function isGone({ calls, control }: SageMakerContext, ModelName: string): Promise<boolean> {
  try {
    await orObstacle('model', ModelName, 'sagemaker:DescribeModel', () => calls.mustWork((abortSignal) => control.send(new DescribeModelCommand({ ModelName }), { abortSignal })));
    return false;
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}

async function orObstacle<T>(kind: string, name: string, action: string, describe: () => Promise<T>): Promise<T> {
  try {
    return await describe();
  } catch (error) {
    if (failureOf(error).kind === 'denied') throw new Obstacle(found('SAGEMAKER_DESCRIBE_DENIED', { kind, name, action }));
    throw error;
  }
}
