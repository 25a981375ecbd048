import { DetachRolePolicyCommand, GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import type { LocalIssuer } from '../issuer';
import type { LocalAws } from '../local-aws';
import { verify } from '../verifier';
import { SUBJECT } from './app';
import type { Narrator } from './narrator';

interface Setting {
  readonly aws: LocalAws;
  readonly issuer: LocalIssuer;
  readonly narrator: Narrator;
  /** Outputs of the 4MINDS stack. */
  readonly outputs: Readonly<Record<string, string>>;
}

const roleName = (arn: string) => arn.split('/').at(-1) ?? '';

/** The token names another workspace than the trust policy. */
async function wrongSubject({ aws, issuer, narrator, outputs }: Setting): Promise<void> {
  narrator.step(`Mistake: the platform's token says workspace:ACME, the trust policy ${SUBJECT}`);
  const webIdentityToken = await issuer.token({ subject: 'workspace:ACME' });
  narrator.report(await verify(aws, outputs.FourMindsVerifierFunction, { action: 'test-connection', webIdentityToken }));
}

/** Somebody followed the guide's optional step and made the external ID a strict condition. */
async function externalIdOnWebIdentity({ aws, issuer, narrator, outputs }: Setting): Promise<void> {
  narrator.step('Mistake: somebody added the external ID to the trust policy by hand, as the guide offers');
  const iam = new IAMClient(aws.clientConfig());
  const RoleName = roleName(outputs.FourMindsRoleArn);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const before = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  const policy = JSON.parse(before) as { Statement: { Condition: { StringEquals: Record<string, string> } }[] };
  policy.Statement[0].Condition.StringEquals['sts:ExternalId'] = 'acme-4minds';
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(policy) }));
  const webIdentityToken = await issuer.token({ subject: SUBJECT });
  narrator.report(await verify(aws, outputs.FourMindsVerifierFunction, { action: 'test-connection', webIdentityToken }));
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: before }));
}

/** The policy is not attached to the role. */
async function detachedPolicy({ aws, issuer, narrator, outputs }: Setting): Promise<void> {
  narrator.step('Mistake: the permissions policy was detached from the role, and one bucket name has a typo');
  const iam = new IAMClient(aws.clientConfig());
  const RoleName = roleName(outputs.FourMindsRoleArn);
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  await Promise.all(AttachedPolicies.map(({ PolicyArn }) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))));
  const webIdentityToken = await issuer.token({ subject: SUBJECT });
  narrator.report(await verify(aws, outputs.FourMindsVerifierFunction, { action: 'test-connection', webIdentityToken }));
}

/** Three typical mistakes, and what the verifier says of them. */
export async function showMistakes(setting: Setting): Promise<void> {
  await wrongSubject(setting);
  await externalIdOnWebIdentity(setting);
  await detachedPolicy(setting);
}
