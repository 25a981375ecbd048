import { invalid, isLiteral, requireText } from '../../validation/invalid';

/** The name of an endpoint, an endpoint configuration, a model or an inference component. */
export const SAGEMAKER_NAME = /^[A-Za-z0-9](?:-*[A-Za-z0-9]){0,62}$/;

/**
 * Refuses what is no name of an endpoint, an endpoint configuration, a model or an inference component, and says what to give instead.
 *
 * @param kind what it is the name of, such as `an endpoint`
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
 */
export function requireSageMakerName(property: string, name: string, kind: string): void {
  requireText(property, name);
  if (!isLiteral(name)) return;
  const refuse = (problem: string, cure: string) => invalid(property, name, problem, cure);
  if (name.startsWith('arn:')) throw refuse('is an ARN', `Give the name alone: ${name.split('/').at(-1) || 'churn'}`);
  if (/[*?]/.test(name)) throw refuse('is a pattern', 'List each by its name');
  if (!SAGEMAKER_NAME.test(name)) {
    throw refuse(`is no name that ${kind} can have`, 'Give at most 63 letters, digits and hyphens, with no hyphen at the start or the end');
  }
}

/** Refuses a target model that would mean more, or something else, than it says. */
export function requireTargetModel(property: string, targetModel: string): void {
  if (!isLiteral(targetModel)) return;
  const refuse = (problem: string, cure: string) => invalid(property, targetModel, problem, cure);
  if (/^\**$/.test(targetModel)) throw refuse('is every model of the endpoint', 'Leave targetModels out to allow them all');
  if (targetModel.startsWith('s3://')) throw refuse('is a location', "Give the part after the endpoint's model prefix, such as team-a/churn.tar.gz");
  if (targetModel.includes('$')) throw refuse("holds a '$', which IAM can expand as a policy variable", 'Use a name without it');
  // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
  if (!/^[!-~][ -~]{0,1023}$/.test(targetModel)) throw refuse('is no target model that SageMaker takes', 'Give at most 1,024 printable characters, the first of which is no space');
}
