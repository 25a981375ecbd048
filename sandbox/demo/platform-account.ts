import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { LocalAws } from '../local-aws';
import { createUser } from '../state';
import type { Narrator } from './narrator';

/** Airia's AWS account, as its guide names it. */
const AIRIA_ACCOUNT = '808540602285';

/** Airia's own software, in its own account, assumes the customer's role: with the external ID, with another one, with none. */
export async function assumeFromAiria(aws: LocalAws, narrator: Narrator, roleArn: string, externalId: string): Promise<void> {
  const policy = { Version: '2012-10-17' as const, Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] };
  const credentials = await createUser(aws, { name: 'connector', accountId: AIRIA_ACCOUNT, policy });
  const sts = new STSClient(aws.clientConfig({ credentials }));
  for (const [what, ExternalId] of [['its external ID', externalId], ['the external ID of another customer', 'a-different-customer'], ['no external ID', undefined]]) {
    const answer = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'airia', ExternalId })).then(
      ({ AssumedRoleUser }) => `let in as ${AssumedRoleUser?.Arn?.split(':').at(-1)}`,
      (error: Error) => `refused (${error.name})`,
    );
    narrator.say(`${credentials.arn} with ${what}: ${answer}`);
  }
}
