import { classifyError } from '../../../../lambda/verifier/rds/classify-error';
import { RdsFailure } from '../../../../lambda/verifier/rds/rds-failure';

const CONTEXT = { host: 'db.example.com', port: 5432, user: 'reader', database: 'shop', table: 'public.orders' };
const failureOf = (error: unknown) => classifyError(error, CONTEXT);
const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });
const withNumber = (errno: number) => Object.assign(new Error('x'), { code: 'ER_NAME', errno });
const saying = (message: string) => new Error(message);

// SQLSTATEs of PostgreSQL, numbers of MySQL and MariaDB, codes and words of Node.js and of the drivers.
test.each<[string, readonly Error[]]>([
  ['RDS_ENDPOINT_UNRESOLVED', ['ENOTFOUND', 'EAI_AGAIN', 'ENODATA'].map((code) => withCode(code))],
  ['RDS_CONNECTION_REFUSED', [withCode('ECONNREFUSED')]],
  ['RDS_NO_ROUTE', ['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'].map((code) => withCode(code))],
  ['RDS_TLS_WRONG_HOST', [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), saying("Hostname/IP does not match certificate's altnames: IP: 127.0.0.1")]],
  ['RDS_TLS_EXPIRED', [withCode('CERT_HAS_EXPIRED'), withCode('CERT_NOT_YET_VALID'), saying('certificate has expired'), saying('certificate is not yet valid')]],
  ['RDS_TLS_UNTRUSTED', [
    ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'].map((code) => withCode(code)),
    ...['unable to verify the first certificate', 'unable to get issuer certificate', 'unable to get local issuer certificate', 'self-signed certificate in certificate chain', 'self signed certificate'].map(saying),
  ]],
  ['RDS_TLS_REQUIRED', [withCode('28000', 'no pg_hba.conf entry for host "10.0.0.1", user "reader", database "shop", no encryption'), withCode('28000', 'no pg_hba.conf entry, SSL off'), withNumber(3159), withNumber(4151)]],
  ['RDS_TLS_FAILED', [
    ...['HANDSHAKE_SSL_ERROR', 'HANDSHAKE_NO_SSL_SUPPORT', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'].map((code) => withCode(code)),
    ...['The server does not support SSL connections', 'Server does not support secure connection', '140:error:SSL routines:ssl3_get_record'].map(saying),
  ]],
  ['RDS_DATABASE_DENIED', [withCode('28000', 'pg_hba.conf rejects connection for host'), withCode('28000', 'no pg_hba.conf entry for host'), withCode('42501', 'permission denied for database "shop"'), withNumber(1044)]],
  ['RDS_PASSWORD_EXPECTED', [withCode('28P01')]],
  ['RDS_AUTHENTICATION_FAILED', [withCode('28000', 'PAM authentication failed for user "reader"'), ...[1045, 1698, 1251, 1524].map(withNumber)]],
  ['RDS_DATABASE_NOT_FOUND', [withCode('3D000'), withNumber(1049)]],
  ['RDS_TOO_MANY_CONNECTIONS', [withCode('53300'), ...[1040, 1203, 1226].map(withNumber)]],
  ['RDS_TABLE_NOT_FOUND', [withCode('42P01'), withCode('3F000'), withNumber(1146)]],
  ['RDS_TABLE_DENIED', [withCode('42501', 'permission denied for table orders'), ...[1142, 1143, 1370].map(withNumber)]],
  ['RDS_QUERY_TIMED_OUT', [withCode('57014', 'canceling statement due to statement timeout'), withNumber(1969), withNumber(3024)]],
  ['RDS_QUERY_KILLED', [withCode('57014', 'canceling statement due to user request'), ...[1317, 1927, 3169].map(withNumber)]],
  ['RDS_LOCKED', [withCode('55P03'), withCode('40P01'), withNumber(1205), withNumber(1213)]],
  ['RDS_TEXT_NOT_UTF8', [withCode('22021'), withCode('22P05'), withNumber(1300), withNumber(3854)]],
  ['RDS_ROW_TOO_LARGE', [withCode('54000'), withCode('53200'), withNumber(1153), withNumber(1301)]],
  ['RDS_CONNECTION_TIMED_OUT', [withCode('ETIMEDOUT'), saying('timeout expired'), saying('connect ETIMEDOUT')]],
  ['RDS_CONNECTION_LOST', [
    ...['ECONNRESET', 'EPIPE', 'PROTOCOL_CONNECTION_LOST', 'ERR_STREAM_PREMATURE_CLOSE', '57P01', '57P02', '57P03', '08006', '08003', '08000', '40001'].map((code) => withCode(code)),
    ...[1053, 1077, 1152, 1158, 1160, 4031].map(withNumber),
    ...['Connection terminated unexpectedly', 'Client has encountered a connection error and is not queryable', "Can't add new command when connection is in closed state"].map(saying),
  ]],
  ['RDS_DATABASE_ERROR', [withCode('XX000'), withNumber(1105), saying('something else'), saying('a timeout expired before')]],
])('%s', (code, errors) => {
  expect(errors.map((error) => failureOf(error).code)).toEqual(errors.map(() => code));
});

test('a failure that has its code keeps it', () => {
  const failure = failureOf(withCode('28P01'));
  expect(failureOf(failure)).toBe(failure);
  expect(failure).toBeInstanceOf(RdsFailure);
});

test('the addresses of a host fail alike: the first speaks for all', () => {
  expect(failureOf(Object.assign(new Error(''), { code: 'ETIMEDOUT', errors: [withCode('ECONNREFUSED'), withCode('ETIMEDOUT')] })).code).toBe('RDS_CONNECTION_REFUSED');
  expect(failureOf(Object.assign(new Error(''), { code: 'ETIMEDOUT', errors: [] })).code).toBe('RDS_CONNECTION_TIMED_OUT');
});

// What a database says can quote its data.
test.each<[unknown, string]>([
  [withCode('XX000', "value 'Alice'"), 'SQLSTATE XX000'],
  [Object.assign(new Error("value 'Alice'"), { code: 'ER_BAD', errno: 1366 }), 'error 1366'],
  [Object.assign(new Error("value 'Alice'"), { code: 'EWHAT', errno: -7 }), 'EWHAT'],
  [withCode('EPERM', "value 'Alice'"), 'EPERM'],
  [saying('x'.repeat(200)), 'x'.repeat(120)],
  ['a text', 'an error that is none'],
  [null, 'an error that is none'],
  [{ code: 7, errno: '7', message: 7 }, ''],
])('of %j no message of a database is told', (error, reason) => {
  expect(failureOf(error).finding).toMatchObject({ code: 'RDS_DATABASE_ERROR', values: { host: 'db.example.com', port: 5432, user: 'reader', database: 'shop', table: 'public.orders', reason } });
});
