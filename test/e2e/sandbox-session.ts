import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { App } from 'aws-cdk-lib/core';
import { bootstrap, deploy, DeployError, destroy } from '../../sandbox/deploy';
import { LocalIssuer } from '../../sandbox/issuer';
import { type LocalAws, startLocalAws } from '../../sandbox/local-aws';
import { verify, type VerifierEvent } from '../../sandbox/verifier';
import type { VerificationReportV1 } from '../../src/verification/verification-report-v1';

export const ISSUER = 'https://api.4minds.ai';

type Outputs = Readonly<Record<string, string>>;

/** A local AWS with an issuer, bootstrapped; every report and secret of the session is remembered for the search at its end. */
export class SandboxSession {
  public static async start(): Promise<SandboxSession> {
    const [aws, issuer] = await Promise.all([startLocalAws(), LocalIssuer.start(ISSUER)]);
    await aws.mapIssuer(issuer.issuer, issuer.origin);
    await bootstrap(aws);
    return new SandboxSession(aws, issuer);
  }

  /** Everything that a test has put in as a secret. */
  public readonly secrets: string[] = [];
  /** Everything that was reported. */
  public readonly reports: VerificationReportV1[] = [];
  /** The template and the outputs of each deployment; of one that failed, what was said of it. */
  private readonly deployments: string[] = [];
  private readonly cloudFormation: CloudFormationClient;
  private syntheses = 0;

  private constructor(public readonly aws: LocalAws, public readonly issuer: LocalIssuer) {
    this.cloudFormation = new CloudFormationClient(aws.clientConfig());
  }

  /** Synthesizes stacks into an assembly of their own; `build` gets the scope and the environment. */
  public synthesize(build: (app: App, env: { readonly account: string; readonly region: string }) => void): string {
    this.syntheses += 1;
    const app = new App({ outdir: `${this.aws.folder}/cdk.out.${this.syntheses}` });
    build(app, { account: this.aws.accountId, region: this.aws.region });
    return app.synth().directory;
  }

  public async deploy(build: Parameters<SandboxSession['synthesize']>[0], stack: string): Promise<Outputs> {
    const outputs = await deploy(this.aws, this.synthesize(build)).catch((error: unknown) => {
      if (error instanceof DeployError) this.deployments.push(error.output);
      throw error;
    });
    const { TemplateBody = '' } = await this.cloudFormation.send(new GetTemplateCommand({ StackName: stack }));
    this.deployments.push(TemplateBody, JSON.stringify(outputs));
    return outputs[stack];
  }

  public async destroy(build: Parameters<SandboxSession['synthesize']>[0]): Promise<void> {
    await destroy(this.aws, this.synthesize(build));
  }

  public async token(subject: string, options: Omit<Parameters<LocalIssuer['token']>[0], 'subject'> = {}): Promise<string> {
    const token = await this.issuer.token({ subject, ...options });
    this.secrets.push(token, ...token.split('.').slice(1));
    return token;
  }

  public async verify(functionName: string, event: VerifierEvent): Promise<VerificationReportV1> {
    const report = await verify(this.aws, functionName, event);
    this.reports.push(report);
    return report;
  }

  /** Everything that others may read: templates, outputs, the words of failed deployments, logs and reports. */
  public async written(): Promise<string> {
    const { Stacks } = await this.cloudFormation.send(new DescribeStacksCommand({}));
    return [await this.aws.logs(), JSON.stringify(this.reports), JSON.stringify(Stacks), ...this.deployments].join('\n');
  }

  public async stop(): Promise<void> {
    this.cloudFormation.destroy();
    await this.issuer.stop();
    await this.aws.stop();
  }
}

/** `id target: status code` of each check, for a comparison that shows all that differs at once. */
export function summary(report: VerificationReportV1): readonly string[] {
  return report.checks.map(({ id, target, status, code }) => `${id} | ${target} | ${status} | ${code}`);
}
