import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Connection } from '../../connection/connection';
import { Integration } from '../../platform/integration';
import { partitionOf } from '../../policy/partition';
import { isLiteral } from '../../validation/invalid';
import { warning } from '../../validation/warning';
import { activePermissions, grantsOf } from '../permission-table';
import { allowedEndpoints, deniedEndpointNames, requireLineage } from './allowed-endpoints';
import type { SageMakerAccessProps } from './sagemaker-access-props';
import type { SageMakerEndpoint } from './sagemaker-endpoint';
import { sageMakerGrants } from './sagemaker-grants';
import { SAGEMAKER_PERMISSIONS, SAGEMAKER_PROBES, SAGEMAKER_RESOURCES, STREAMING_ACTION } from './sagemaker-permissions';

const CASE_UNKNOWN = 'The name of a SageMaker endpoint, inference component, configuration or model is only known at deployment. AWS authorises it in lower case: the platform is refused if the name has upper-case letters.';

/** Lets a platform find SageMaker endpoints, and describe and invoke the listed ones, or all when asked to, and nothing else. */
export class SageMakerAccess extends Construct {
  public constructor(scope: Construct, id: string, props: SageMakerAccessProps) {
    super(scope, id);
    const { allEndpoints = false, streaming = true, lineage = true, endpointConfigNames, modelNames } = props;
    const connection = Connection._ofAccess(this, props.connection);
    const stack = Stack.of(this);
    const place = { partition: partitionOf(stack), region: stack.region, account: stack.account };
    const endpoints = allowedEndpoints(props, place);
    const deniedEndpoints = deniedEndpointNames(props, endpoints);
    requireLineage(props);
    const granted = sageMakerGrants({ endpoints, allEndpoints, lineage, endpointConfigNames, modelNames }, place);
    const table = SAGEMAKER_PERMISSIONS.filter(({ action }) => streaming || action !== STREAMING_ACTION);
    const permissions = activePermissions(table, granted);
    const exercised = new Set(permissions.map(({ probe }) => probe));

    connection._addAccess({
      integration: Integration.SAGEMAKER,
      grants: [{ name: 'SageMaker', grants: grantsOf(table, granted) }],
      permissions,
      resources: SAGEMAKER_RESOURCES,
      probes: SAGEMAKER_PROBES.filter(({ id: probe }) => {
        switch (probe) {
          case 'sagemaker.denied-endpoint': return !allEndpoints;
          case 'sagemaker.denied-target-model': return endpoints.some(({ _options }) => _options.targetModels);
          case 'sagemaker.streaming-denied': return !streaming || endpoints.some(({ _options }) => _options.targetModels);
          default: return exercised.has(probe);
        }
      }),
      fieldValues: {},
      scope: { allEndpoints, endpoints: endpoints.map(scopeOf), streaming, lineage, deniedEndpoints },
      warnings: [
        ...(allEndpoints ? [warning('allEndpoints', 'The platform may invoke every SageMaker endpoint of the account and region, new ones too.')] : []),
        ...(namesOfUnknownCase(props, endpoints) ? [warning('endpointCaseUnknown', CASE_UNKNOWN)] : []),
      ],
    });
  }
}

/** A name that is only known at deployment cannot be written in lower case; an ARN that is, SageMaker writes so itself. */
function namesOfUnknownCase({ endpointConfigNames = [], modelNames = [] }: SageMakerAccessProps, endpoints: readonly SageMakerEndpoint[]): boolean {
  const ofEndpoints = endpoints.flatMap(({ _name, _arn, _options: { inferenceComponentNames = [] } }) => [
    ...(_arn === undefined ? [_name] : []), ...inferenceComponentNames,
  ]);
  return [...ofEndpoints, ...endpointConfigNames, ...modelNames].some((name) => !isLiteral(name));
}

/** The endpoint in the document: with its name as a call wants it. */
function scopeOf({ _name: name, _options: { inferenceComponentNames, targetModels, testRequest } }: SageMakerEndpoint) {
  return {
    name,
    ...(inferenceComponentNames ? { inferenceComponents: inferenceComponentNames } : {}),
    ...(targetModels ? { targetModels } : {}),
    ...(testRequest ? { testRequest: { ...testRequest, contentType: testRequest.contentType ?? 'application/json' } } : {}),
  };
}
