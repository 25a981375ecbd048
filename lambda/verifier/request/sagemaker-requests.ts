import { InvalidRequest } from './invalid-request';

/** What to invoke an endpoint with. */
export interface SageMakerRequest {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly accept?: string;
  /** For a multi-model endpoint. */
  readonly targetModel?: string;
}

/** By the names of the endpoints. */
export type SageMakerRequests = Readonly<Record<string, SageMakerRequest>>;

const PROPERTIES = ['body', 'base64', 'contentType', 'accept', 'targetModel'];

/** A printable header value. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
const HEADER = /^[!-~](?:[ -~]{0,1022}[!-~])?$/;
const NAME = /^[A-Za-z0-9](?:-*[A-Za-z0-9]){0,62}$/;

/** Never repeats what it was given besides the names of endpoints: payloads are contents. */
export function parseSageMakerRequests(given: unknown): SageMakerRequests | undefined {
  if (given === undefined) return undefined;
  if (!isObject(given)) throw new InvalidRequest('sageMakerRequests must be an object with the names of endpoints');
  return Object.fromEntries(Object.entries(given).map(([name, request]) => {
    if (!NAME.test(name)) throw new InvalidRequest('sageMakerRequests must be an object with the names of endpoints');
    return [name, parseOne(`sageMakerRequests.${name}`, request)];
  }));
}

function parseOne(property: string, given: unknown): SageMakerRequest {
  if (!isObject(given)) throw new InvalidRequest(`${property} must be an object such as { "body": "{}" }`);
  const unknown = Object.keys(given).find((name) => !PROPERTIES.includes(name));
  if (unknown !== undefined) throw new InvalidRequest(`${property} has no '${unknown.slice(0, 40)}'; it has ${PROPERTIES.join(', ')}`);
  const { body, base64 = false } = given;
  if (typeof body !== 'string' || body === '') throw new InvalidRequest(`${property}.body must be a string that is not empty`);
  if (typeof base64 !== 'boolean') throw new InvalidRequest(`${property}.base64 must be true or false`);
  if (base64 && !/^[A-Za-z0-9+/]+={0,2}$/.test(body)) throw new InvalidRequest(`${property}.body must be Base64`);
  const accept = parseHeader(`${property}.accept`, given.accept);
  const targetModel = parseHeader(`${property}.targetModel`, given.targetModel);
  return {
    body: Buffer.from(body, base64 ? 'base64' : 'utf8'),
    contentType: parseHeader(`${property}.contentType`, given.contentType) ?? 'application/json',
    ...(accept !== undefined && { accept }),
    ...(targetModel !== undefined && { targetModel }),
  };
}

function parseHeader(property: string, given: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !HEADER.test(given)) throw new InvalidRequest(`${property} must be a string of 1 to 1024 printable characters`);
  return given;
}

function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
