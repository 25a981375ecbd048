import type { SageMakerAccessProps } from './sagemaker-access-props';
import type { SageMakerEndpoint } from './sagemaker-endpoint';
import { requireSageMakerName } from './sagemaker-name';
import { invalid, isLiteral, requireLiteralList } from '../../validation/invalid';

/** SageMaker takes two names that differ in case alone for one. */
export function lowerCase(name: string): string {
  return isLiteral(name) ? name.toLowerCase() : name;
}

/** The name for a message, which a token would only make unreadable. */
function nameIfKnown(name: string): string | undefined {
  return isLiteral(name) ? name : undefined;
}

/** The endpoints that the caller allows, checked; none when all are. */
export function allowedEndpoints(
  { endpoints = [], allEndpoints }: SageMakerAccessProps, stack: { readonly account: string; readonly region: string },
): readonly SageMakerEndpoint[] {
  if (allEndpoints && endpoints.length > 0) throw invalid('allEndpoints', 'true', 'contradicts the endpoints that are listed', 'Leave out one of the two');
  if (!allEndpoints && endpoints.length === 0) throw invalid('endpoints', undefined, 'is missing', 'List the endpoints, or set allEndpoints: true');
  const names = new Set<string>();
  endpoints.forEach((endpoint, index) => {
    const property = `endpoints[${index}]`;
    endpoint._require(property, stack);
    const name = lowerCase(endpoint._name);
    if (names.has(name)) throw invalid(property, nameIfKnown(endpoint._name), 'is listed twice', 'List it once; SageMaker makes no difference between upper and lower case');
    names.add(name);
  });
  return endpoints;
}

/** The names of the endpoints that must be refused; none of them may be allowed. */
export function deniedEndpointNames(
  { deniedEndpointNames: denied = [], allEndpoints }: SageMakerAccessProps, allowed: readonly SageMakerEndpoint[],
): readonly string[] {
  requireLiteralList('deniedEndpointNames', denied);
  if (allEndpoints && denied.length > 0) throw invalid('deniedEndpointNames', undefined, 'is given together with allEndpoints', 'List the allowed endpoints instead');
  denied.forEach((name, index) => {
    const property = `deniedEndpointNames[${index}]`;
    requireSageMakerName(property, name, 'an endpoint');
    if (allowed.some((each) => lowerCase(each._name) === lowerCase(name))) throw invalid(property, nameIfKnown(name), 'is an allowed endpoint too', 'Leave it out of one of the two');
  });
  return denied;
}

/** Refuses names that narrow a lineage which is switched off, and names that can't be. */
export function requireLineage({ lineage = true, endpointConfigNames, modelNames }: SageMakerAccessProps): void {
  for (const [property, names, kind] of [['endpointConfigNames', endpointConfigNames, 'an endpoint configuration'], ['modelNames', modelNames, 'a model']] as const) {
    if (names === undefined) continue;
    requireLiteralList(property, names);
    if (!lineage) throw invalid(property, undefined, 'is given together with lineage: false, which allows none', 'Leave out one of the two');
    if (names.length === 0) throw invalid(property, undefined, 'is empty', 'Leave it out for every one of the account and region, or set lineage: false for none');
    names.forEach((name, index) => requireSageMakerName(`${property}[${index}]`, name, kind));
  }
}
