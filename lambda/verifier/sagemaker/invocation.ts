import { randomUUID } from 'node:crypto';
import type { AllowedEndpoint } from './allowed-endpoints';
import type { SageMakerRequest } from '../request/sagemaker-requests';

/** One way in which the platform can invoke an endpoint. */
export interface Invocation {
  readonly endpoint: string;
  readonly component?: string;
  readonly targetModel?: string;
  /** Absent: nothing is known that the model would understand. */
  readonly request?: SageMakerRequest;
}

/** Each component and each target model that is named in full is one; else the endpoint itself is. */
export function invocationsOf({ name: endpoint, inferenceComponents, targetModels, request }: AllowedEndpoint): readonly Invocation[] {
  const common = { endpoint, ...(request && { request }) };
  if (inferenceComponents.length > 0) return inferenceComponents.map((component) => ({ ...common, component }));
  if (request?.targetModel !== undefined) return [{ ...common, targetModel: request.targetModel }];
  if (targetModels === undefined) return [common];
  // Which model a pattern stands for is not known: any name that it covers proves that the role is let in.
  return targetModels.map((pattern) => (/[*?]/.test(pattern) ? { endpoint, targetModel: pattern.replaceAll('*', '').replaceAll('?', 'x') } : { ...common, targetModel: pattern }));
}

/** For people: `endpoint 'churn'`, with what is called on it. */
export function nameOf({ endpoint, component, targetModel }: Invocation): string {
  const part = component ?? targetModel;
  return part === undefined ? `endpoint '${endpoint}'` : `'${part}' of endpoint '${endpoint}'`;
}

/** For a report's target: `churn`, or `churn/part`. */
export function targetOf({ endpoint, component, targetModel }: Invocation): string {
  return [endpoint, component ?? targetModel].filter((part) => part !== undefined).join('/');
}

/** The call of an invocation with a request. */
export function callOf({ endpoint, component, targetModel }: Invocation, { body, contentType, accept }: SageMakerRequest) {
  return {
    EndpointName: endpoint,
    Body: body,
    ContentType: contentType,
    ...(accept !== undefined && { Accept: accept }),
    ...(component !== undefined && { InferenceComponentName: component }),
    ...(targetModel !== undefined && { TargetModel: targetModel }),
  };
}

/**
 * A call that no container ever sees: it asks for a production variant that does not exist. SageMaker decides first whether the caller
 * is let in, so the answer is either a refusal or that the request is not valid.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 */
export function callWithoutEffect(invocation: Invocation) {
  return { ...callOf(invocation, { body: new Uint8Array(), contentType: 'application/json' }), TargetVariant: `no-such-variant-${randomUUID().slice(0, 8)}` };
}
