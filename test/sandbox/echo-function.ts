import { request } from 'node:https';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';

interface Question {
  readonly sleep?: number;
  readonly throw?: string;
}

/** Answers CloudFormation as a custom resource, and everybody else with what it sees of its surroundings. */
export async function handler(event: Question | CloudFormationCustomResourceEvent, context: Context): Promise<unknown> {
  if ('ResponseURL' in event) return answer(event);
  if (event.sleep) await new Promise((resolve) => setTimeout(resolve, event.sleep));
  if (event.throw) throw new TypeError(event.throw);
  console.log('I was asked to tell');
  const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  return { node: process.version, context, remaining: context.getRemainingTimeInMillis(), variables: Object.keys(process.env).sort(), caller: Arn };
}

async function answer(event: CloudFormationCustomResourceEvent): Promise<void> {
  const failed = event.ResourceProperties.fail === 'true' && event.RequestType !== 'Delete';
  const body = JSON.stringify({
    Status: failed ? 'FAILED' : 'SUCCESS',
    Reason: 'this one was told to fail',
    PhysicalResourceId: 'echo',
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: { Echo: `hello ${event.ResourceProperties.version}` },
  });
  await new Promise((resolve, reject) => {
    request(event.ResponseURL, { method: 'PUT', headers: { 'content-length': body.length } }, (response) => response.resume().on('end', resolve))
      .on('error', reject).end(body);
  });
}
