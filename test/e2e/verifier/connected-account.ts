import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { LocalIssuer } from '../../../sandbox/issuer';
import { type Credentials, LocalAws, startLocalAws } from '../../../sandbox/local-aws';
import type { ConnectionDocumentV1, Trust } from '../../../src/document/connection-document-v1';

export const ISSUER = 'https://issuer.example';
export const SUBJECT = 'workspace:acme';
export const AUDIENCE = 'sts.amazonaws.com';
export const EXTERNAL_ID = 'airia-4711';
export const PLATFORM_ACCOUNT = '808540602285';

export type Statement = Readonly<Record<string, unknown>>;

/** What is set up for one connection. Whatever a test breaks, it breaks by saying what is in force besides what the document says. */
export interface ConnectionState {
  readonly method?: 'oidc-federation' | 'cross-account-role';
  /** @default the trust policy of the document */
  readonly trustInForce?: readonly Statement[];
  /** @default true */
  readonly trustVerifier?: boolean;
  readonly imported?: boolean;
  /** Permissions of the connection's role. */
  readonly allow?: readonly Statement[];
  readonly s3?: ConnectionDocumentV1['integrations']['s3'];
  readonly bedrock?: ConnectionDocumentV1['integrations']['bedrock'];
  readonly lakeFormation?: ConnectionDocumentV1['integrations']['lake-formation'];
  readonly sagemaker?: ConnectionDocumentV1['integrations']['sagemaker'];
  readonly trust?: Partial<Trust>;
  /** What the document promises. @default 3600 */
  readonly sessionSeconds?: number;
  /** What the role allows. */
  readonly maxSessionSeconds?: number;
  /** Actions that the verifier's own role lacks. */
  readonly verifierLacks?: readonly string[];
}

export interface ConnectedAccount {
  readonly document: ConnectionDocumentV1;
  readonly roleName: string;
  /** What the verifier holds when it runs in Lambda. */
  readonly environment: Readonly<Record<string, string>>;
}

const policy = (statements: readonly Statement[]): { readonly Version: string; readonly Statement: readonly Statement[] } => ({
  Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
});

/** A local AWS with an issuer whose provider is registered in it. */
export class LocalAccount {
  static async start(): Promise<LocalAccount> {
    const [aws, issuer] = await Promise.all([startLocalAws(), LocalIssuer.start(ISSUER)]);
    await aws.mapIssuer(ISSUER, issuer.origin);
    await new IAMClient(aws.clientConfig()).send(new CreateOpenIDConnectProviderCommand({ Url: ISSUER, ClientIDList: [AUDIENCE] }));
    return new LocalAccount(aws, issuer);
  }

  private count = 0;

  private constructor(readonly aws: LocalAws, readonly issuer: LocalIssuer) {}

  get providerArn(): string {
    return `arn:aws:iam::${this.aws.accountId}:oidc-provider/issuer.example`;
  }

  async stop(): Promise<void> {
    await Promise.all([this.aws.stop(), this.issuer.stop()]);
  }

  /** Creates the roles, writes the document in two parts, and gives the verifier's environment. */
  async connect(state: ConnectionState = {}): Promise<ConnectedAccount> {
    const { accountId } = this.aws;
    const number = ++this.count;
    const roleName = `connection-${number}`;
    const verifierName = `verifier-${number}`;
    const verifierArn = `arn:aws:iam::${accountId}:role/${verifierName}`;
    const roleArn = `arn:aws:iam::${accountId}:role/${roleName}`;
    const document = this.documentOf(state, roleArn, roleName, verifierArn);
    const parameters = [`/connection/${number}/1`, `/connection/${number}/2`];

    const iam = new IAMClient(this.aws.clientConfig());
    // The verifier's role first: a trust policy may only name principals that exist.
    const own: Readonly<Record<string, readonly string[]>> = {
      // AWS asks for each parameter and for the provider; the emulator asks for *.
      'ssm:GetParameters': ['*'],
      'sts:AssumeRole': [roleArn],
      'iam:GetRole': [roleArn],
      'iam:GetOpenIDConnectProvider': ['*'],
      'lakeformation:GetDataLakeSettings': ['*'],
      'lakeformation:ListPermissions': ['*'],
    };
    const allowed = Object.entries(own).filter(([action]) => !(state.verifierLacks ?? []).includes(action));
    await this.createRole(iam, verifierName, [{ Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'sts:AssumeRole' }],
      allowed.map(([Action, Resource]) => ({ Action, Resource })));
    const { Statement: written } = document.trust.policy as { Statement: readonly Statement[] };
    await this.createRole(iam, roleName, state.trustInForce ?? written, state.allow ?? [], state.maxSessionSeconds);

    const text = JSON.stringify(document);
    const ssm = new SSMClient(this.aws.clientConfig());
    await Promise.all([text.slice(0, 500), text.slice(500)].map(async (Value, i) => ssm.send(new PutParameterCommand({ Name: parameters[i], Value, Type: 'String' }))));
    return { document, roleName, environment: { ...await this.verifierEnvironment(verifierArn), DOCUMENT_PARAMETERS: parameters.join(',') } };
  }

  async allow(roleName: string, statements: readonly Statement[]): Promise<void> {
    const iam = new IAMClient(this.aws.clientConfig());
    await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'policy', PolicyDocument: JSON.stringify(policy(statements)) }));
  }

  async setTrust(roleName: string, statements: readonly Statement[]): Promise<void> {
    const iam = new IAMClient(this.aws.clientConfig());
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: JSON.stringify(policy(statements)) }));
  }

  private async createRole(
    iam: IAMClient, RoleName: string, trust: readonly Statement[], allow: readonly Statement[], MaxSessionDuration?: number,
  ): Promise<void> {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(policy(trust)), MaxSessionDuration }));
    if (allow.length > 0) await this.allow(RoleName, allow);
  }

  private async verifierEnvironment(RoleArn: string): Promise<Readonly<Record<string, string>>> {
    const { Credentials: keys } = await new STSClient(this.aws.clientConfig()).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'lambda' }));
    return {
      AWS_REGION: this.aws.region,
      AWS_ENDPOINT_URL: this.aws.endpoint,
      AWS_ACCESS_KEY_ID: keys!.AccessKeyId!,
      AWS_SECRET_ACCESS_KEY: keys!.SecretAccessKey!,
      AWS_SESSION_TOKEN: keys!.SessionToken!,
    };
  }

  private documentOf(state: ConnectionState, roleArn: string, roleName: string, verifierArn: string): ConnectionDocumentV1 {
    const { method = 'oidc-federation', trustVerifier = true, imported = false } = state;
    const { accountId, region } = this.aws;
    const oidc = method === 'oidc-federation';
    const trust: Trust = {
      ...(oidc
        ? { actions: ['sts:AssumeRoleWithWebIdentity'], issuer: ISSUER, providerArn: this.providerArn, audiences: [AUDIENCE], subjects: [SUBJECT] }
        : { actions: ['sts:AssumeRole'], principals: [`arn:aws:iam::${PLATFORM_ACCOUNT}:root`], externalId: EXTERNAL_ID }),
      ...(trustVerifier && { verifier: verifierArn }),
      policy: policy([
        oidc ? webIdentity(this.providerArn) : platform(),
        ...(trustVerifier ? [{ Sid: 'AllowVerifier', Principal: { AWS: verifierArn }, Action: 'sts:AssumeRole', ...(oidc ? {} : withExternalId) }] : []),
      ]),
      ...state.trust,
    };
    return {
      schemaVersion: 1,
      platform: oidc ? { id: '4minds', displayName: '4MINDS' } : { id: 'airia', displayName: 'Airia' },
      method,
      status: 'ready',
      partition: 'aws',
      account: accountId,
      region,
      principal: { type: 'role', arn: roleArn, name: roleName, imported },
      trust,
      sts: { endpoint: `https://sts.${region}.amazonaws.com`, sessionSeconds: state.sessionSeconds ?? 3_600 },
      fields: {},
      integrations: {
        ...(state.s3 && { s3: state.s3 }),
        ...(state.bedrock && { bedrock: state.bedrock }),
        ...(state.lakeFormation && { 'lake-formation': state.lakeFormation }),
        ...(state.sagemaker && { sagemaker: state.sagemaker }),
      },
      warnings: [],
    };
  }
}

const withExternalId = { Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } } };

export const webIdentity = (providerArn: string, condition: Statement = {}): Statement => ({
  Sid: 'AllowSubjects',
  Effect: 'Allow',
  Principal: { Federated: providerArn },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: { StringEquals: { 'issuer.example:aud': AUDIENCE, 'issuer.example:sub': SUBJECT }, ...condition },
});

export const platform = (overrides: Statement = {}): Statement => ({
  Sid: 'AllowPlatform', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${PLATFORM_ACCOUNT}:root` }, Action: 'sts:AssumeRole', ...withExternalId, ...overrides,
});

export const s3Section = (scope: Partial<NonNullable<ConnectionDocumentV1['integrations']['s3']>['scope']>): NonNullable<ConnectionDocumentV1['integrations']['s3']> => ({
  displayName: 'Amazon S3',
  successMessage: 'Connection successful! Found {buckets} bucket(s).',
  fields: {},
  permissions: [],
  probes: [],
  scope: { allBuckets: false, buckets: [], deniedBuckets: [], ...scope },
});

export const allowBuckets = (...names: readonly string[]): readonly Statement[] => names.flatMap((name) => [
  { Action: 's3:ListBucket', Resource: `arn:aws:s3:::${name}` },
  { Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}/*` },
]);

export type { Credentials };
