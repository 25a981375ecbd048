import type { App } from 'aws-cdk-lib/core';
import { RdsEngine } from 'cdk-ai-platform-access';
import { SandboxSession, summary } from './sandbox-session';
import { FourMindsRdsStack, type ExistingDatabases, type FourMindsRdsStackProps } from '../../examples/four-minds-rds/four-minds-rds-stack';
import type { DatabaseServer } from '../../sandbox/databases/database-server';
import { AUTHORITIES, authorizeByPolicies, registerServers } from '../../sandbox/databases/local-aws-databases';
import { runSql } from '../../sandbox/databases/run-sql';
import { startDatabases, type Databases } from '../../sandbox/databases/start-databases';
import type { Decision } from '../../sandbox/databases/token-verifier';
import type { VerificationReportV1 } from '../../src/verification/verification-report-v1';

export const SUBJECT = 'workspace:acme';
export const USER = 'fourminds_iam_user';
/** Exists in both servers with IAM authentication, and is never granted. */
export const OTHER_USER = 'payroll_iam_user';

/** A local AWS with two real database servers in its list of instances, whose logins its policies decide. */
export class RdsSession {
  public static async start(): Promise<RdsSession> {
    const session = await SandboxSession.start();
    const decisions: Decision[] = [];
    const databases = await startDatabases({ authorize: authorizeByPolicies(session.aws), onDecision: (decision) => decisions.push(decision) });
    await registerServers(session.aws, databases);
    session.secrets.push(databases.postgres.admin.password, databases.mariadb.admin.password);
    await runSql(databases.postgres, 'postgres', [USER, OTHER_USER].map((user) => `CREATE USER ${user} WITH LOGIN; GRANT rds_iam TO ${user}`));
    await runSql(databases.mariadb, '', [USER, OTHER_USER].map((user) => `CREATE USER '${user}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`));
    return new RdsSession(session, databases, decisions);
  }

  private constructor(public readonly sandbox: SandboxSession, public readonly databases: Databases, public readonly decisions: Decision[]) {}

  public async deploy(id: string, props: Partial<FourMindsRdsStackProps>): Promise<Readonly<Record<string, string>>> {
    return this.sandbox.deploy((app: App, env) => {
      new FourMindsRdsStack(app, id, { env, subject: SUBJECT, databases: {}, authoritiesBucket: AUTHORITIES, ...props });
    }, id);
  }

  public async verify(outputs: Readonly<Record<string, string>>, action: 'test-connection' | 'import' = 'test-connection'): Promise<VerificationReportV1> {
    this.decisions.length = 0;
    return this.sandbox.verify(outputs.FourMindsVerifierFunction, { action, limits: { callSeconds: 3 } });
  }

  public async stop(): Promise<void> {
    await this.databases.stop();
    await this.sandbox.stop();
  }
}

/** A server as the example names it. */
export function existing({ resourceId, host, port, engine }: Pick<DatabaseServer, 'resourceId' | 'host' | 'port' | 'engine'>): ExistingDatabases {
  return { [resourceId]: { host, port, engine: engine === 'postgres' ? RdsEngine.POSTGRES : RdsEngine.MARIADB } };
}

/** What of RDS is not as it should be. */
export function problems(report: VerificationReportV1): readonly string[] {
  return summary(report).filter((line) => line.startsWith('rds.') && !line.includes('| pass |') && !line.includes('NOT_APPLICABLE'));
}
