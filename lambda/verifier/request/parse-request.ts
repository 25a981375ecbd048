import { InvalidRequest } from './invalid-request';
import { parseLimits, type Limits } from './limits';
import { parseSageMakerRequests, type SageMakerRequests } from './sagemaker-requests';
import type { ProbeAction } from '../../../src/access/permission';
import type { Integration } from '../../../src/verification/verification-report-v1';

export interface VerificationRequest {
  readonly action: ProbeAction;
  /** Absent: all that the connection has. */
  readonly integrations?: readonly Integration[];
  /** A token of the platform, to get in exactly as the platform does. */
  readonly webIdentityToken?: string;
  /** A token of the same issuer for another subject, which must be refused. */
  readonly otherWebIdentityToken?: string;
  /** What to invoke SageMaker endpoints with, instead of the requests of the document. */
  readonly sageMakerRequests?: SageMakerRequests;
  /** A Bedrock API key, such as a short-term one, to be checked in place of the credentials that the platform gets. */
  readonly bearerToken?: string;
  readonly limits: Limits;
}

const ACTIONS: readonly ProbeAction[] = ['test-connection', 'import'];
const INTEGRATIONS: readonly Integration[] = ['s3', 'bedrock', 'sagemaker', 'lake-formation', 'rds'];
const PROPERTIES = ['action', 'integrations', 'webIdentityToken', 'otherWebIdentityToken', 'bearerToken', 'sageMakerRequests', 'limits'];

/** STS takes tokens of 4 to 20,000 characters. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
const LONGEST_TOKEN = 20_000;

export function parseRequest(event: unknown): VerificationRequest {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new InvalidRequest('The event must be an object such as { "action": "test-connection" }');
  }
  const given = event as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((name) => !PROPERTIES.includes(name));
  if (unknown !== undefined) throw new InvalidRequest(`The event has no property '${unknown.slice(0, 40)}'; it has ${PROPERTIES.join(', ')}`);
  if (!ACTIONS.includes(given.action as ProbeAction)) throw new InvalidRequest(`action must be one of ${ACTIONS.join(', ')}`);

  const integrations = parseIntegrations(given.integrations);
  const webIdentityToken = parseToken('webIdentityToken', given.webIdentityToken);
  const otherWebIdentityToken = parseToken('otherWebIdentityToken', given.otherWebIdentityToken);
  if (otherWebIdentityToken !== undefined && otherWebIdentityToken === webIdentityToken) {
    throw new InvalidRequest('otherWebIdentityToken must be another token than webIdentityToken: one that must be refused');
  }
  const sageMakerRequests = parseSageMakerRequests(given.sageMakerRequests);
  const bearerToken = parseToken('bearerToken', given.bearerToken);
  if (bearerToken !== undefined && webIdentityToken !== undefined) throw new InvalidRequest('Give either webIdentityToken or bearerToken: one run comes in one way');
  if (bearerToken !== undefined && integrations?.some((each) => each !== 'bedrock')) throw new InvalidRequest('bearerToken is a Bedrock API key: only bedrock can be checked with it');
  return {
    action: given.action as ProbeAction,
    ...(integrations && { integrations }),
    ...(webIdentityToken !== undefined && { webIdentityToken }),
    ...(otherWebIdentityToken !== undefined && { otherWebIdentityToken }),
    ...(sageMakerRequests && { sageMakerRequests }),
    ...(bearerToken !== undefined && { bearerToken }),
    limits: parseLimits(given.limits),
  };
}

function parseIntegrations(given: unknown): readonly Integration[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given) || given.length === 0 || !given.every((name) => INTEGRATIONS.includes(name))) {
    throw new InvalidRequest(`integrations must be a list of at least one of ${INTEGRATIONS.join(', ')}`);
  }
  return [...new Set(given as readonly Integration[])];
}

function parseToken(name: string, given: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || given.length < 4 || given.length > LONGEST_TOKEN) {
    throw new InvalidRequest(`${name} must be a string of 4 to ${LONGEST_TOKEN} characters`);
  }
  return given;
}
