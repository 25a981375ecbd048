import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { type App, RemovalPolicy } from 'aws-cdk-lib/core';
import type { CognitoIntegrationPoolProps } from 'cdk-ai-platform-access';
import { SandboxSession, summary } from './sandbox-session';
import { FourMindsCognitoStack } from '../../examples/four-minds-cognito/four-minds-cognito-stack';
import { createBucket } from '../../sandbox/state';

type Cognito = Omit<CognitoIntegrationPoolProps, 'platform'>;
type Outputs = Readonly<Record<string, string>>;

const STACK = 'FourMindsCognito';
const stackWith = (cognito: Cognito) => (app: App, env: { readonly account: string; readonly region: string }) => {
  new FourMindsCognitoStack(app, STACK, { env, subject: 'workspace:acme', buckets: ['datasets'], cognito: { removalPolicy: RemovalPolicy.DESTROY, ...cognito } });
};

/** The Cognito example, deployed, and everything that its deployments wrote. */
export class CognitoDeployment {
  public static async start(cognito: Cognito = {}): Promise<CognitoDeployment> {
    const session = await SandboxSession.start();
    await createBucket(session.aws, { name: 'datasets', objects: { 'a.csv': 'city,temperature\nBerlin,12\n' } });
    const deployment = new CognitoDeployment(session);
    await deployment.deploy(cognito);
    return deployment;
  }

  public outputs: Outputs = {};
  public readonly templates: string[] = [];

  private constructor(public readonly session: SandboxSession) {}

  /** Deploys; a deployment that fails leaves the outputs as they were. */
  public async deploy(cognito: Cognito = {}): Promise<void> {
    this.outputs = await this.session.deploy(stackWith(cognito), STACK);
    const { TemplateBody = '' } = await new CloudFormationClient(this.session.aws.clientConfig()).send(new GetTemplateCommand({ StackName: STACK }));
    this.templates.push(TemplateBody, JSON.stringify(this.outputs));
  }

  public async destroy(cognito: Cognito = {}): Promise<void> {
    await this.session.destroy(stackWith(cognito));
  }

  /** Everything in a report of the Cognito connection that is not as it should be. */
  public async problems(action: 'test-connection' | 'import' = 'test-connection'): Promise<readonly string[]> {
    const report = await this.session.verify(this.outputs.CognitoVerifierFunction, { action });
    return summary(report).filter((line) => !line.includes('| pass |'));
  }
}
