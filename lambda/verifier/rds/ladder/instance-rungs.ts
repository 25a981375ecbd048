import type { RungResult } from './rung';
import { found, passed, type Finding } from '../../probes/finding';
import { engineOf } from '../engines';

/** What discovery tells of a database: the fields of an instance or a cluster that decide whether a token can work. */
export interface InstanceDescription {
  readonly identifier: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly status: string;
  readonly iamAuthentication: boolean | 'unknown';
  readonly masterUsername?: string;
}

/** RDS has IAM authentication for these releases of MariaDB only; for the other engines every release that it still offers has it. */
const MARIADB_RELEASES: readonly string[] = ['10.11', '11.4', '11.8'];

/** The checks before the first packet. A status other than available is a warning: the connection may still work. */
export function instanceRungs(instance: InstanceDescription): readonly RungResult[] {
  const engine = engineFinding(instance);
  return [
    { id: 'rds.status', finding: statusFinding(instance) },
    { id: 'rds.engine', finding: engine },
    ...engine.code === 'OK' ? [{ id: 'rds.iam-authentication', finding: iamFinding(instance) }] : [],
  ];
}

function statusFinding({ identifier, status: state }: InstanceDescription): Finding {
  return state === 'available' ? passed('The instance is available') : found('RDS_INSTANCE_NOT_AVAILABLE', { identifier, state });
}

function engineFinding({ engine, engineVersion: version }: InstanceDescription): Finding {
  if (engineOf(engine) === undefined) return found('RDS_ENGINE_NOT_SUPPORTED', { engine });
  const hasIam = engine !== 'mariadb' || MARIADB_RELEASES.some((release) => version === release || version.startsWith(`${release}.`));
  return hasIam ? passed(`${engine} ${version} can be browsed`) : found('RDS_ENGINE_VERSION_NOT_SUPPORTED', { engine, version });
}

function iamFinding({ identifier, iamAuthentication }: InstanceDescription): Finding {
  if (iamAuthentication === true) return passed('IAM database authentication is enabled');
  return iamAuthentication === false ? found('RDS_IAM_AUTHENTICATION_OFF', { identifier }) : found('RDS_IAM_AUTHENTICATION_UNKNOWN', { identifier });
}
