import { engineOf } from '../engines';
import { finding, RungResult } from './rung';

/** What discovery tells of a database: the fields of an instance or a cluster that decide whether a token can work. */
export interface InstanceDescription {
  readonly identifier: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly status: string;
  readonly iamAuthentication: boolean | 'unknown';
}

/** RDS has IAM authentication for these releases of MariaDB only; for the other engines every release that it still offers has it. */
const MARIADB_RELEASES: readonly string[] = ['10.11', '11.4', '11.8'];

/** The checks before the first packet. A status other than available is a warning: the connection may still work. */
export function instanceRungs(instance: InstanceDescription): readonly RungResult[] {
  const { identifier, engine, engineVersion: version, status: state, iamAuthentication } = instance;
  const passed = (id: string, message: string): RungResult => ({
    id, target: identifier, status: 'pass', code: 'OK', message, retryable: false, milliseconds: 0,
  });
  const supported = engineOf(engine) !== undefined;
  const versionSupported = engine !== 'mariadb' || MARIADB_RELEASES.some((release) => version === release || version.startsWith(`${release}.`));
  return [
    state === 'available'
      ? passed('rds.status', 'The instance is available')
      : finding('rds.status', identifier, 'RDS_INSTANCE_NOT_AVAILABLE', { identifier, state }),
    !supported ? finding('rds.engine', identifier, 'RDS_ENGINE_NOT_SUPPORTED', { engine })
      : versionSupported ? passed('rds.engine', `${engine} ${version} can be browsed`)
        : finding('rds.engine', identifier, 'RDS_ENGINE_VERSION_NOT_SUPPORTED', { engine, version }),
    ...!supported || !versionSupported ? [] : [iamAuthentication === true
      ? passed('rds.iam-authentication', 'IAM database authentication is enabled')
      : finding('rds.iam-authentication', identifier, iamAuthentication === 'unknown' ? 'RDS_IAM_AUTHENTICATION_UNKNOWN' : 'RDS_IAM_AUTHENTICATION_OFF', { identifier })],
  ];
}
