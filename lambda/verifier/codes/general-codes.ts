import type { CodeEntry } from './code';

/** Codes that any probe can meet. */
export const GENERAL_CODES = {
  OK: {
    status: 'pass',
    message: '{message}',
    retryable: false,
  },
  ACCESS_DENIED: {
    status: 'fail',
    message: 'Access denied: {reason}',
    fix: 'Attach the permissions policy of this integration to the role; if it is attached, add the action that is named here. A permissions boundary, a service control policy or a resource policy can deny too.',
    retryable: true,
  },
  UNRECOGNIZED_CLIENT: {
    status: 'fail',
    message: 'Unrecognized client in region {region}: {reason}',
    fix: 'Enter the AWS region that the resources live in, and check that the service is offered and the region enabled in this account.',
    retryable: false,
  },
  CREDENTIALS_EXPIRED: {
    status: 'fail',
    message: 'The temporary credentials expired before the check was done',
    fix: 'Run the verification again; if it is a very long one, limit it to one integration at a time.',
    retryable: true,
  },
  THROTTLED: {
    status: 'warn',
    message: 'AWS asked for fewer calls: {reason}',
    fix: 'Run the verification again later, or with a lower limits.concurrency.',
    retryable: true,
  },
  NETWORK_UNREACHABLE: {
    status: 'fail',
    message: 'The endpoint could not be reached: {reason}',
    fix: 'Give the verifier a way out: a VPC endpoint for this service, a NAT gateway, or no VPC at all; check the security group and the DNS of the VPC.',
    retryable: true,
  },
  CALL_TIMED_OUT: {
    status: 'fail',
    message: 'No answer within {seconds} s',
    fix: 'Run the verification again; if it lasts, check that the endpoint is reachable from the verifier, or raise limits.callSeconds.',
    retryable: true,
  },
  TIME_RAN_OUT: {
    status: 'skipped',
    message: 'Not checked: the time of this run was over',
    fix: 'Raise the timeout of the verifier or limits.totalSeconds, or verify fewer integrations in one run.',
    retryable: true,
    incomplete: true,
  },
  AWS_ERROR: {
    status: 'fail',
    message: '{name}: {reason}',
    fix: 'Look the error up in the API reference of the service; if it says that the service failed, run the verification again.',
    retryable: true,
  },
  VERIFIER_ERROR: {
    status: 'fail',
    message: 'The verifier itself failed: {name}',
    fix: 'Read the log of the verifier and report it as a defect of this library.',
    retryable: false,
  },
  NO_CREDENTIALS: {
    status: 'skipped',
    message: 'Not checked: there are no credentials to check it with',
    fix: 'Cure the check connection.credentials first.',
    retryable: false,
    incomplete: true,
  },
  EARLIER_STEP_FAILED: {
    status: 'skipped',
    message: 'Not checked: {probe} did not pass',
    fix: 'Cure the check {probe} first.',
    retryable: false,
    incomplete: true,
  },
  DENIAL_NOT_PROVEN: {
    status: 'skipped',
    message: 'Not checked: a denial here would prove nothing, because {probe} did not pass',
    fix: 'Cure the check {probe} first.',
    retryable: false,
  },
  DENIAL_INCONCLUSIVE: {
    status: 'warn',
    message: 'Whether this is denied could not be found out: {reason}',
    fix: 'Run the verification again; until then, nothing is known about this refusal.',
    retryable: true,
  },
} as const satisfies Record<string, CodeEntry>;
