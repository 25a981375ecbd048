import { invalid, isLiteral, requireText } from '../../validation/invalid';

/**
 * The characters and length that STS accepts.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/** Refuses an external ID that STS would refuse. */
export function requireExternalId(property: string, externalId: string | undefined): void {
  if (externalId !== undefined) requireText(property, externalId);
  if (!isLiteral(externalId) || EXTERNAL_ID.test(externalId)) return;
  throw invalid(property, externalId, 'is no external ID that STS accepts',
    'Copy it from the platform: 2 to 1,224 letters, digits and the characters _+=,.@:/-');
}
