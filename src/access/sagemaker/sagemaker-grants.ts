import { isLiteral } from '../../validation/invalid';
import type { ResourceGrant } from '../permission-table';
import { lowerCase } from './allowed-endpoints';
import type { SageMakerEndpoint } from './sagemaker-endpoint';
import type { SageMakerResource } from './sagemaker-permissions';

/** The longest name, and the longest ARN of an endpoint. */
const NAME_CHARACTERS = 63;
const ARN_CHARACTERS = 160;

/** What the caller chose, checked. */
export interface SageMakerChoice {
  readonly endpoints: readonly SageMakerEndpoint[];
  readonly allEndpoints: boolean;
  readonly lineage: boolean;
  readonly endpointConfigNames?: readonly string[];
  readonly modelNames?: readonly string[];
}

export interface SageMakerPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

type Granted = ResourceGrant<SageMakerResource>;

function listGrant(on: SageMakerResource, action: string): Granted {
  return { on, resource: '*', unit: on, wildcardReason: `AWS grants ${action} on * only` };
}

/**
 * SageMaker writes the names in ARNs in lower case, whatever their own case is, and authorises by them: an ARN in upper case would match
 * nothing.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sagemaker-endpoint.html#aws-resource-sagemaker-endpoint-return-values
 */
function arnOf({ partition, region, account }: SageMakerPlace, type: string, name: string): string {
  return `arn:${partition}:sagemaker:${region}:${account}:${type}/${lowerCase(name)}`;
}

function endpointGrants(endpoint: SageMakerEndpoint, place: SageMakerPlace): Granted[] {
  const { _name: unit, _arn: arn, _options: { inferenceComponentNames = [], targetModels } } = endpoint;
  // An ARN that is only known at deployment is the one that SageMaker itself writes, in lower case.
  const given = !isLiteral(unit) && arn !== undefined;
  const common = { unit, resource: given ? arn : arnOf(place, 'endpoint', unit), tokenBound: given ? ARN_CHARACTERS : NAME_CHARACTERS };
  const ofEndpoint: Granted[] = targetModels
    ? [{ ...common, on: 'multiModelEndpoint' }, { ...common, on: 'targetModel', conditions: { StringLike: { 'sagemaker:TargetModel': targetModels } } }]
    : [{ ...common, on: 'endpoint' }];
  const ofComponents = inferenceComponentNames
    .map((name): Granted => ({ on: 'component', resource: arnOf(place, 'inference-component', name), unit, tokenBound: NAME_CHARACTERS }));
  return [...ofEndpoint, ...ofComponents];
}

function lineageGrants({ lineage, endpointConfigNames, modelNames }: SageMakerChoice, place: SageMakerPlace): Granted[] {
  if (!lineage) return [];
  const named = (on: SageMakerResource, type: string, names: readonly string[] | undefined, wildcardReason: string): Granted[] => names
    ? names.map((name) => ({ on, resource: arnOf(place, type, name), unit: name, tokenBound: NAME_CHARACTERS }))
    : [{ on, resource: arnOf(place, type, '*'), unit: type, wildcardReason }];
  return [
    listGrant('lineage', 'sagemaker:ListModels and sagemaker:ListTrainingJobs'),
    ...named('configuration', 'endpoint-config', endpointConfigNames, 'An endpoint is not tied to one configuration: each update gives it another'),
    ...named('model', 'model', modelNames, 'Which models an endpoint serves is only in its configuration of the day'),
  ];
}

/** What the caller's choice grants. The endpoints come last, so that one more of them moves nothing else. */
export function sageMakerGrants(choice: SageMakerChoice, place: SageMakerPlace): Granted[] {
  const { endpoints, allEndpoints } = choice;
  const wildcardReason = 'The owner chose allEndpoints: true';
  const hasComponents = allEndpoints || endpoints.some(({ _options }) => _options.inferenceComponentNames);
  return [
    listGrant('endpoints', 'sagemaker:ListEndpoints'),
    ...(hasComponents ? [listGrant('components', 'sagemaker:ListInferenceComponents')] : []),
    ...lineageGrants(choice, place),
    ...(allEndpoints ? [
      { on: 'endpoint', resource: arnOf(place, 'endpoint', '*'), unit: 'all endpoints', wildcardReason } as const,
      { on: 'component', resource: arnOf(place, 'inference-component', '*'), unit: 'all endpoints', wildcardReason } as const,
    ] : endpoints.flatMap((endpoint) => endpointGrants(endpoint, place))),
  ];
}
