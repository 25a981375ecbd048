/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html */
export interface RotationEvent {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly SecretId: string;
  /** The version that is to become the current one. */
  readonly ClientRequestToken: string;
}

export function isRotationEvent(event: unknown): event is RotationEvent {
  return typeof event === 'object' && event !== null && 'Step' in event && 'ClientRequestToken' in event;
}
