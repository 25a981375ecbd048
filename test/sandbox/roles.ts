import { CreatePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Credentials, LocalAws } from '../../sandbox/local-aws';

let count = 0;

export interface RoleState {
  readonly trust?: readonly object[];
  readonly allow?: readonly object[];
  readonly boundary?: readonly object[];
  readonly accountId?: string;
  readonly maxSessionSeconds?: number;
}

const document = (statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** Trusts whoever the account itself allows. */
export const trustAccount = (accountId: string, condition?: object) => ({
  Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, ...(condition && { Condition: condition }),
});

export async function createRole(aws: LocalAws, state: RoleState): Promise<string> {
  const accountId = state.accountId ?? aws.accountId;
  const iam = new IAMClient(aws.clientConfig({ credentials: aws.rootOf(accountId) }));
  const RoleName = `role-${++count}`;
  const boundary = state.boundary && await iam.send(new CreatePolicyCommand({ PolicyName: `boundary-${count}`, PolicyDocument: document(state.boundary) }));
  const { Role } = await iam.send(new CreateRoleCommand({
    RoleName,
    AssumeRolePolicyDocument: document(state.trust ?? [trustAccount(accountId)]),
    PermissionsBoundary: boundary?.Policy?.Arn,
    MaxSessionDuration: state.maxSessionSeconds,
  }));
  if (state.allow?.length) {
    await iam.send(new PutRolePolicyCommand({
      RoleName, PolicyName: 'policy', PolicyDocument: document(state.allow.map((statement) => ({ Effect: 'Allow', ...statement }))),
    }));
  }
  return Role!.Arn!;
}

/** Credentials of a new role with these permissions. */
export async function session(aws: LocalAws, state: RoleState): Promise<Credentials> {
  const accountId = state.accountId ?? aws.accountId;
  const sts = new STSClient(aws.clientConfig({ credentials: aws.rootOf(accountId) }));
  const { Credentials: keys } = await sts.send(new AssumeRoleCommand({ RoleArn: await createRole(aws, state), RoleSessionName: 'test' }));
  return { accessKeyId: keys!.AccessKeyId!, secretAccessKey: keys!.SecretAccessKey!, sessionToken: keys!.SessionToken };
}

/** How a call ended: `ok`, or the error's name and HTTP status. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${name} ${$metadata?.httpStatusCode}`;
  }
}
