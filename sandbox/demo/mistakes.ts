import {
  CreatePolicyVersionCommand, GetPolicyVersionCommand, GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand, UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { LakeFormationClient, RevokePermissionsCommand } from '@aws-sdk/client-lakeformation';
import { BedrockModel } from 'cdk-ai-platform-access';
import type { Narrator } from './narrator';
import type { Surroundings } from './surroundings';
import type { FourMindsCompleteStackProps } from '../../examples/four-minds-complete/four-minds-complete-stack';
import type { Code } from '../../lambda/verifier/codes/codes';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';
import type { Integration } from '../../src/verification/verification-report-v1';
import { ENDPOINT, SUBJECT } from '../customer/account';
import { BUCKETS } from '../customer/buckets';
import { NotInstalled } from '../databases/installation';
import { runSql } from '../databases/run-sql';
import { verify } from '../verifier';

/** What a mistake is made in. */
export interface Scene extends Surroundings {
  /** Of the stack of 4MINDS. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly document: ConnectionDocumentV1;
}

interface Mistake {
  readonly title: string;
  /** What the verifier must find. */
  readonly diagnosis: Code;
  /** What is verified, besides the connection itself. */
  readonly integration: Integration;
  /** Whom the platform's token names. @default SUBJECT */
  readonly subject?: string;
  /** Makes the mistake; returns how it is undone, where the next one needs that. */
  readonly make?: (scene: Scene) => Promise<() => Promise<unknown>>;
}

/** Mistakes that are made when the stack is written. */
export const WRITTEN_MISTAKES: Partial<FourMindsCompleteStackProps> = {
  buckets: [BUCKETS.datasets, 'acme-reserch-notes'],
  models: [BedrockModel.foundationModel('anthropic.claude-sonnet-4-5-20250929-v1:0')],
};

const nothing = async () => undefined;
const roleName = ({ document }: Scene) => document.principal.name;

/** Somebody followed the guide's optional step and made the external ID a strict condition. */
async function externalIdOnWebIdentity(scene: Scene) {
  const iam = new IAMClient(scene.aws.clientConfig());
  const RoleName = roleName(scene);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const before = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  const policy = JSON.parse(before) as { Statement: { Condition: { StringEquals: Record<string, string> } }[] };
  policy.Statement[0].Condition.StringEquals['sts:ExternalId'] = 'acme-4minds';
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(policy) }));
  return () => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: before }));
}

/** Somebody "corrected" the policy to the endpoint's name as the console shows it. */
async function upperCaseEndpoint(scene: Scene) {
  const iam = new IAMClient(scene.aws.clientConfig());
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: roleName(scene) }));
  for (const { PolicyArn } of AttachedPolicies) {
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    const document = decodeURIComponent(PolicyVersion?.Document ?? '');
    const corrected = document.replaceAll(`endpoint/${ENDPOINT.toLowerCase()}`, `endpoint/${ENDPOINT}`);
    if (corrected !== document) await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: corrected, SetAsDefault: true }));
  }
  return nothing;
}

/** An administrator of the data lake took the grant back. */
async function revokedGrant({ aws, outputs }: Scene) {
  await new LakeFormationClient(aws.clientConfig()).send(new RevokePermissionsCommand({
    Principal: { DataLakePrincipalIdentifier: outputs.FourMindsRoleArn }, Resource: { Table: { DatabaseName: 'weather', Name: 'seattle' } }, Permissions: ['SELECT', 'DESCRIBE'],
  }));
  return nothing;
}

/** The user is there, but does not log in with tokens. */
async function userWithoutTokens({ databases }: Scene) {
  if (!(databases instanceof NotInstalled)) await runSql(databases.postgres, 'postgres', 'REVOKE rds_iam FROM fourminds_iam_user');
  return nothing;
}

/** Two typical mistakes of the connection itself, and one of each integration. */
const MISTAKES: readonly Mistake[] = [
  {
    title: `the platform's token says workspace:ACME, the trust policy ${SUBJECT}`,
    integration: 's3',
    subject: 'workspace:ACME',
    diagnosis: 'TOKEN_CLAIM_DIFFERS',
  },
  {
    title: 'somebody added the external ID to the trust policy by hand, as the guide offers',
    integration: 's3',
    make: externalIdOnWebIdentity,
    diagnosis: 'TRUST_POLICY_DIFFERS',
  },
  { title: 'a bucket name has a typo', integration: 's3', diagnosis: 'S3_NO_SUCH_BUCKET' },
  { title: 'a newer Bedrock model is listed by its bare ID', integration: 'bedrock', diagnosis: 'BEDROCK_NEEDS_PROFILE' },
  {
    title: "somebody wrote the SageMaker endpoint's name into the policy as the console shows it",
    integration: 'sagemaker',
    make: upperCaseEndpoint,
    diagnosis: 'SAGEMAKER_INVOKE_DENIED',
  },
  {
    title: 'an administrator of the data lake took a grant back',
    integration: 'lake-formation',
    make: revokedGrant,
    diagnosis: 'LAKE_FORMATION_TABLE_HIDDEN',
  },
  {
    title: 'somebody took rds_iam from the database user',
    integration: 'rds',
    make: userWithoutTokens,
    diagnosis: 'RDS_PASSWORD_EXPECTED',
  },
];

/** Makes each mistake, and shows what the verifier says of it. */
export async function showMistakes(scene: Scene, narrator: Narrator): Promise<void> {
  const { aws, issuer, outputs, document } = scene;
  for (const { title, diagnosis, integration, subject = SUBJECT, make } of MISTAKES) {
    if (!(integration in document.integrations)) continue;
    narrator.step(`Mistake: ${title}`);
    const undo = await make?.(scene);
    const webIdentityToken = await issuer.token({ subject });
    const report = await verify(aws, outputs.FourMindsVerifierFunction, { action: 'test-connection', integrations: [integration], webIdentityToken });
    narrator.problems(report, document);
    if (!report.checks.some(({ code }) => code === diagnosis)) throw new Error(`The verifier should have found ${diagnosis}, but: ${report.message}`);
    await undo?.();
  }
}
