import { TimeRanOut } from '../verifier/calls/deadline';

/** What kind of failure a call met, whatever the service called it. */
export type FailureKind =
  | 'time-ran-out' | 'timed-out' | 'denied' | 'unrecognized-client' | 'expired' | 'throttled' | 'network' | 'service' | 'defect';

export interface Failure {
  readonly kind: FailureKind;
  /** The error code of the service; a HeadBucket failure has no body and so no code, only an HTTP status. */
  readonly name: string;
  readonly reason: string;
  readonly httpStatus?: number;
  /** Header values in lower-case names, as far as the service answered at all. */
  readonly headers: Readonly<Record<string, string>>;
}

const REASON_LENGTH = 300;

const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'AuthorizationError', 'UnauthorizedOperation', 'Forbidden', 'AllAccessDisabled']);
const UNRECOGNIZED = new Set(['UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidAccessKeyId', 'AuthFailure']);
/** Answered with 403 as well, and no refusal: the request is not signed as it must be, or a clock is wrong. */
const NOT_AUTHENTIC = new Set([
  'SignatureDoesNotMatch', 'InvalidSignatureException', 'IncompleteSignature', 'IncompleteSignatureException', 'MissingAuthenticationToken',
  'MissingAuthenticationTokenException', 'RequestTimeTooSkewed', 'RequestInTheFuture',
]);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired']);
const THROTTLED = new Set([
  'Throttling', 'ThrottlingException', 'ThrottledException', 'TooManyRequestsException', 'RequestLimitExceeded', 'SlowDown',
  'RequestThrottled', 'RequestThrottledException', 'LimitExceededException', 'ProvisionedThroughputExceededException',
]);
const NETWORK = new Set([
  'ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_SOCKET', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The SDK's own word for a connection that was not made in time: the network swallows packets, or has no route. */
const NOT_CONNECTED = /did not establish a connection with the server/;

/** The parts of an SDK error that are read here; any of them can be missing. */
interface ErrorShape {
  readonly name?: string;
  readonly code?: unknown;
  readonly Code?: unknown;
  readonly message?: string;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

export function failureOf(error: unknown): Failure {
  const shape = (typeof error === 'object' && error !== null ? error : { name: 'Error', message: String(error) }) as ErrorShape;
  const name = nameOf(shape);
  const httpStatus = shape.$metadata?.httpStatusCode;
  return {
    kind: kindOf(error, shape, name, httpStatus),
    name,
    reason: clip(shape.message?.trim() || name),
    ...(httpStatus !== undefined && { httpStatus }),
    headers: Object.fromEntries(Object.entries(shape.$response?.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value])),
  };
}

function kindOf(error: unknown, shape: ErrorShape, name: string, httpStatus: number | undefined): FailureKind {
  if (error instanceof TimeRanOut) return 'time-ran-out';
  if (EXPIRED.has(name)) return 'expired';
  if (UNRECOGNIZED.has(name)) return 'unrecognized-client';
  if (THROTTLED.has(name) || httpStatus === 429) return 'throttled';
  if (DENIED.has(name)) return 'denied';
  // A HeadBucket or HeadObject refusal has no body: the SDK can only call it Unknown or 403.
  if (httpStatus === 403 && !NOT_AUTHENTIC.has(name)) return 'denied';
  if (name === 'TimeoutError' || name === 'AbortError') return 'timed-out';
  const network = networkCode(shape);
  if (network !== undefined) return 'network';
  return httpStatus === undefined ? 'defect' : 'service';
}

function nameOf(shape: ErrorShape): string {
  const service = shape.$metadata === undefined ? undefined : shape.Code;
  if (typeof service === 'string' && service !== '') return service;
  return networkCode(shape) ?? shape.name ?? 'Error';
}

/** `fetch` hides the system's error code in `cause`; the SDK, where it wraps an error, in the message. */
function networkCode({ code, cause, message = '' }: ErrorShape): string | undefined {
  if (NOT_CONNECTED.test(message)) return 'ETIMEDOUT';
  const codes = [code, (cause as ErrorShape | undefined)?.code, /\b(E[A-Z_]{4,})\b/.exec(message)?.[1]];
  return codes.find((each): each is string => typeof each === 'string' && NETWORK.has(each));
}

function clip(text: string): string {
  return text.length <= REASON_LENGTH ? text : `${text.slice(0, REASON_LENGTH - 3)}...`;
}
