import { App } from 'aws-cdk-lib/core';
import { bootstrap, deploy, destroy } from '../../sandbox/deploy';
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
  private syntheses = 0;

  private constructor(public readonly aws: LocalAws, public readonly issuer: LocalIssuer) {}

  /** Synthesizes stacks into an assembly of their own; `build` gets the scope and the environment. */
  public synthesize(build: (app: App, env: { readonly account: string; readonly region: string }) => void): string {
    this.syntheses += 1;
    const app = new App({ outdir: `${this.aws.folder}/cdk.out.${this.syntheses}` });
    build(app, { account: this.aws.accountId, region: this.aws.region });
    return app.synth().directory;
  }

  public async deploy(build: Parameters<SandboxSession['synthesize']>[0], stack: string): Promise<Outputs> {
    return (await deploy(this.aws, this.synthesize(build)))[stack];
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

  public async stop(): Promise<void> {
    await this.issuer.stop();
    await this.aws.stop();
  }
}

/** `id target: status code` of each check, for a comparison that shows all that differs at once. */
export function summary(report: VerificationReportV1): readonly string[] {
  return report.checks.map(({ id, target, status, code }) => `${id} | ${target} | ${status} | ${code}`);
}
