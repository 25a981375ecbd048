import { FindingValues, RdsFailure } from './rds-failure';
import type { RdsCode } from '../codes/rds-codes';

/** What was being done when an error came up; fills in the texts of the codes. */
export interface ErrorContext {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database?: string;
  readonly table?: string;
}

/** The fields of an error of pg (SQLSTATE in `code`), of mysql2 (`errno`) or of Node (`code`). */
interface DriverError {
  readonly code?: string;
  readonly errno?: number;
  readonly message: string;
}

type Rule = (error: DriverError) => boolean;

const code = (...codes: readonly string[]): Rule => (error) => error.code !== undefined && codes.includes(error.code);
const errno = (...numbers: readonly number[]): Rule => (error) => error.errno !== undefined && numbers.includes(error.errno);
const says = (pattern: RegExp): Rule => (error) => pattern.test(error.message);
const all = (...rules: readonly Rule[]): Rule => (error) => rules.every((rule) => rule(error));
const any = (...rules: readonly Rule[]): Rule => (error) => rules.some((rule) => rule(error));

// SQLSTATEs: https://www.postgresql.org/docs/current/errcodes-appendix.html; numbers: https://mariadb.com/kb/en/mariadb-error-code-reference/
// The first rule that fits decides, so the narrower ones come first.
const RULES: readonly (readonly [RdsCode, Rule])[] = [
  ['RDS_ENDPOINT_UNRESOLVED', code('ENOTFOUND', 'EAI_AGAIN', 'ENODATA')],
  ['RDS_CONNECTION_REFUSED', code('ECONNREFUSED')],
  ['RDS_NO_ROUTE', code('EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL')],
  ['RDS_TLS_WRONG_HOST', any(code('ERR_TLS_CERT_ALTNAME_INVALID'), says(/does not match certificate's altnames/))],
  ['RDS_TLS_EXPIRED', any(code('CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'), says(/certificate (has expired|is not yet valid)/))],
  ['RDS_TLS_UNTRUSTED', any(
    code('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
    says(/unable to (verify the first|get (local )?issuer) certificate|self[- ]signed certificate/),
  )],
  ['RDS_TLS_REQUIRED', any(all(code('28000'), says(/no encryption|SSL off/)), errno(3159, 4151))],
  ['RDS_TLS_FAILED', any(code('HANDSHAKE_SSL_ERROR', 'HANDSHAKE_NO_SSL_SUPPORT', 'EPROTO'), says(/does not support (SSL|secure)|SSL routines/), (error) => error.code?.startsWith('ERR_SSL') === true)],
  ['RDS_DATABASE_DENIED', any(all(code('28000'), says(/pg_hba\.conf rejects connection|no pg_hba\.conf entry/)), all(code('42501'), says(/for database/)), errno(1044))],
  ['RDS_PASSWORD_EXPECTED', code('28P01')],
  ['RDS_AUTHENTICATION_FAILED', any(code('28000'), errno(1045, 1698, 1251, 1524))],
  ['RDS_DATABASE_NOT_FOUND', any(code('3D000'), errno(1049))],
  ['RDS_TOO_MANY_CONNECTIONS', any(code('53300'), errno(1040, 1203, 1226))],
  ['RDS_TABLE_NOT_FOUND', any(code('42P01', '3F000'), errno(1146))],
  ['RDS_TABLE_DENIED', any(code('42501'), errno(1142, 1143, 1370))],
  ['RDS_QUERY_TIMED_OUT', any(all(code('57014'), says(/statement timeout/)), errno(1969, 3024))],
  ['RDS_QUERY_KILLED', any(code('57014'), errno(1317, 1927, 3169))],
  ['RDS_LOCKED', any(code('55P03', '40P01'), errno(1205, 1213))],
  ['RDS_TEXT_NOT_UTF8', any(code('22021', '22P05'), errno(1300, 3854))],
  ['RDS_ROW_TOO_LARGE', any(code('54000', '53200'), errno(1153, 1301))],
  ['RDS_CONNECTION_TIMED_OUT', any(code('ETIMEDOUT'), says(/^timeout expired$|connect ETIMEDOUT/))],
  ['RDS_CONNECTION_LOST', any(
    code('ECONNRESET', 'EPIPE', 'PROTOCOL_CONNECTION_LOST', 'ERR_STREAM_PREMATURE_CLOSE', '57P01', '57P02', '57P03', '08006', '08003', '08000', '40001'),
    errno(1053, 1077, 1152, 1158, 1160, 4031),
    says(/Connection terminated|[Cc]lient has encountered a connection error|closed state/),
  )],
];

/** Turns whatever a driver or a socket threw into a failure with a code, never guessing beyond what the error says. */
export function classifyError(error: unknown, context: ErrorContext): RdsFailure {
  if (error instanceof RdsFailure) return error;
  const driverError = asDriverError(error);
  const [found] = RULES.find(([, fits]) => fits(driverError)) ?? ['RDS_DATABASE_ERROR' as const];
  return new RdsFailure(found, { ...values(context), reason: reason(driverError) }, error);
}

function values(context: ErrorContext): FindingValues {
  const { host, port, user, database = '', table = '' } = context;
  return { host, port, user, database, table };
}

function asDriverError(error: unknown): DriverError {
  if (typeof error !== 'object' || error === null) return { message: 'an error that is none' };
  // Node gives one AggregateError for the addresses of a host; they fail alike, so the first speaks for all.
  const { errors } = error as { readonly errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return asDriverError(errors[0]);
  const { code: name, errno: number, message } = error as { readonly [Key in keyof DriverError]: unknown };
  return {
    code: typeof name === 'string' ? name : undefined,
    errno: typeof number === 'number' ? number : undefined,
    message: typeof message === 'string' ? message : '',
  };
}

/** The code and, for what is no answer of the database, the message: a database's message can quote data. */
function reason(error: DriverError): string {
  if (error.errno !== undefined && error.errno > 0) return `error ${error.errno}`;
  if (error.code !== undefined) return /^[0-9A-Z]{5}$/.test(error.code) && !error.code.startsWith('E') ? `SQLSTATE ${error.code}` : error.code;
  return error.message.slice(0, 120);
}
