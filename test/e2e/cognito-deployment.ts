import { GetSecretValueCommand, ListSecretsCommand, ListSecretVersionIdsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { CognitoIntegrationPoolProps } from 'cdk-ai-platform-access';
import { SandboxSession, summary } from './sandbox-session';
import { FourMindsCognitoStack } from '../../examples/four-minds-cognito/four-minds-cognito-stack';
import { createBucket } from '../../sandbox/state';

export type Cognito = Omit<CognitoIntegrationPoolProps, 'platform'>;
/** What exists already is imported into a stack of its own, which stays empty. */
export type CognitoChoice = Cognito | ((imports: Stack) => Cognito);
type Outputs = Readonly<Record<string, string>>;

const STACK = 'FourMindsCognito';
const stackWith = (choice: CognitoChoice) => (app: App, env: { readonly account: string; readonly region: string }) => {
  const cognito = typeof choice === 'function' ? choice(new Stack(app, 'Imports', { env })) : choice;
  new FourMindsCognitoStack(app, STACK, { env, subject: 'workspace:acme', buckets: ['datasets'], cognito: { removalPolicy: RemovalPolicy.DESTROY, ...cognito } });
};

/** The Cognito example, deployed. */
export class CognitoDeployment {
  public static async start(cognito: Cognito = {}): Promise<CognitoDeployment> {
    const session = await SandboxSession.start();
    await createBucket(session.aws, { name: 'datasets', objects: { 'a.csv': 'city,temperature\nBerlin,12\n' } });
    const deployment = new CognitoDeployment(session);
    await deployment.deploy(cognito);
    return deployment;
  }

  public outputs: Outputs = {};

  private constructor(public readonly session: SandboxSession) {}

  /** Deploys; a deployment that fails leaves the outputs as they were. */
  public async deploy(cognito: CognitoChoice = {}): Promise<void> {
    try {
      this.outputs = await this.session.deploy(stackWith(cognito), STACK);
    } finally {
      await this.rememberSecrets();
    }
  }

  public async destroy(cognito: Cognito = {}): Promise<void> {
    await this.session.destroy(stackWith(cognito));
  }

  /** Everything in a report of the Cognito connection that is not as it should be. */
  public async problems(action: 'test-connection' | 'import' = 'test-connection'): Promise<readonly string[]> {
    const report = await this.session.verify(this.outputs.CognitoVerifierFunction, { action });
    return summary(report).filter((line) => !line.includes('| pass |'));
  }

  /** Every version of every secret that there is now, also of one that was pending when a deployment failed. */
  private async rememberSecrets(): Promise<void> {
    const secrets = new SecretsManagerClient(this.session.aws.clientConfig());
    const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
    for (const { ARN: SecretId } of SecretList) {
      const { Versions = [] } = await secrets.send(new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }));
      for (const { VersionId } of Versions) {
        const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId, VersionId }));
        if (SecretString) this.session.secrets.push(SecretString);
      }
    }
  }
}
