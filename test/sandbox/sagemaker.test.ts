import { DescribeEndpointCommand, DescribeModelCommand, ListEndpointsCommand, ListInferenceComponentsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, InvokeEndpointWithResponseStreamCommand, SageMakerRuntimeClient, type InvokeEndpointCommandInput } from '@aws-sdk/client-sagemaker-runtime';
import { outcome, type RoleState, session } from './roles';
import { type LocalAws, startLocalAws } from '../../sandbox/local-aws';
import { createEndpoint } from '../../sandbox/sagemaker-state';

let aws: LocalAws;
const arn = (name: string, type = 'endpoint') => `arn:aws:sagemaker:us-east-1:123456789012:${type}/${name}`;
const BODY = { ContentType: 'text/plain', Body: 'secret payload' };

interface Clients { readonly control: SageMakerClient; readonly runtime: SageMakerRuntimeClient }

async function clients(allow: RoleState['allow']): Promise<Clients> {
  const config = aws.clientConfig({ credentials: await session(aws, { allow }) });
  return { control: new SageMakerClient(config), runtime: new SageMakerRuntimeClient(config) };
}
const invoke = (EndpointName: string, more: Partial<InvokeEndpointCommandInput> = {}) => async ({ runtime }: Clients) => (
  runtime.send(new InvokeEndpointCommand({ ...BODY, EndpointName, ...more }))
);
const stream = (EndpointName: string, InferenceComponentName?: string) => async ({ runtime }: Clients) => (
  runtime.send(new InvokeEndpointWithResponseStreamCommand({ ...BODY, EndpointName, InferenceComponentName }))
);
const allowInvoke = (...resources: readonly string[]) => [{ Action: 'sagemaker:InvokeEndpoint', Resource: resources }];
const allowStream = (...resources: readonly string[]) => [{ Action: ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'], Resource: resources }];

beforeAll(async () => {
  aws = await startLocalAws();
  await createEndpoint(aws, { name: 'Churn' });
  await createEndpoint(aws, { name: 'faulty', model: 'broken' });
  await createEndpoint(aws, { name: 'many', multiModel: true });
  await createEndpoint(aws, { name: 'parts', components: ['Part-A', 'part-b'] });
  await createEndpoint(aws, { name: 'starting', status: 'Creating' });
});
afterAll(async () => aws?.stop());

describe('SageMaker decides as AWS does', () => {
  test.each<[string, RoleState['allow'], (clients: Clients) => Promise<unknown>, string]>([
    ['an endpoint is authorised in lower case', allowInvoke(arn('churn')), invoke('Churn'), 'ok'],
    ['an ARN in upper case matches nothing', allowInvoke(arn('Churn')), invoke('Churn'), 'AccessDeniedException 403'],
    ['a call in another case finds no endpoint', allowInvoke(arn('churn')), invoke('churn'), 'ValidationError 400'],
    ['an endpoint that is not granted', allowInvoke(arn('churn')), invoke('faulty'), 'AccessDeniedException 403'],
    ['a missing endpoint that is not granted is refused first', allowInvoke(arn('churn')), invoke('nothing'), 'AccessDeniedException 403'],
    ['a missing endpoint that is granted', allowInvoke(arn('nothing')), invoke('nothing'), 'ValidationError 400'],
    ['an unknown variant that is not granted is refused first', [], invoke('Churn', { TargetVariant: 'none' }), 'AccessDeniedException 403'],
    ['an unknown variant', allowInvoke(arn('churn')), invoke('Churn', { TargetVariant: 'none' }), 'ValidationError 400'],
    ['an endpoint that is not in service', allowInvoke(arn('*')), invoke('starting'), 'ValidationError 400'],
    ['a model that fails', allowInvoke(arn('faulty')), invoke('faulty'), 'ModelError 424'],
    ['a component needs the endpoint and itself', allowInvoke(arn('parts'), arn('part-a', 'inference-component')), invoke('parts', { InferenceComponentName: 'Part-A' }), 'ok'],
    ['a component without the endpoint', allowInvoke(arn('part-a', 'inference-component')), invoke('parts', { InferenceComponentName: 'Part-A' }), 'AccessDeniedException 403'],
    ['an endpoint without the component', allowInvoke(arn('parts')), invoke('parts', { InferenceComponentName: 'Part-A' }), 'AccessDeniedException 403'],
    ['an endpoint of components, without naming one', allowInvoke(arn('parts')), invoke('parts'), 'ValidationError 400'],
    ['a target model under its condition', [{ ...allowInvoke(arn('many'))[0], Condition: { StringLike: { 'sagemaker:TargetModel': ['a/*'] } } }], invoke('many', { TargetModel: 'a/x.tar.gz' }), 'ok'],
    ['another target model', [{ ...allowInvoke(arn('many'))[0], Condition: { StringLike: { 'sagemaker:TargetModel': ['a/*'] } } }], invoke('many', { TargetModel: 'b/x.tar.gz' }), 'AccessDeniedException 403'],
    ['a stream needs its own action', allowInvoke(arn('churn')), stream('Churn'), 'AccessDeniedException 403'],
    ['a stream needs the other action too', [{ Action: 'sagemaker:InvokeEndpointWithResponseStream', Resource: arn('churn') }], stream('Churn'), 'AccessDeniedException 403'],
    ['a stream', allowStream(arn('churn')), stream('Churn'), 'ok'],
    ['a stream of a component needs the component', allowStream(arn('parts')), stream('parts', 'Part-A'), 'AccessDeniedException 403'],
    ['a list takes *', [{ Action: 'sagemaker:ListEndpoints', Resource: arn('*') }], async ({ control }) => control.send(new ListEndpointsCommand({})), 'AccessDeniedException 403'],
    ['a list on *', [{ Action: 'sagemaker:ListEndpoints', Resource: '*' }], async ({ control }) => control.send(new ListEndpointsCommand({})), 'ok'],
    ['describing an endpoint', [{ Action: 'sagemaker:DescribeEndpoint', Resource: arn('churn') }], async ({ control }) => control.send(new DescribeEndpointCommand({ EndpointName: 'Churn' })), 'ok'],
    ['describing a missing endpoint', [{ Action: 'sagemaker:DescribeEndpoint', Resource: '*' }], async ({ control }) => control.send(new DescribeEndpointCommand({ EndpointName: 'nothing' })), 'ValidationException 400'],
    ['describing a model is authorised in lower case', [{ Action: 'sagemaker:DescribeModel', Resource: arn('churn-model', 'model') }], async ({ control }) => control.send(new DescribeModelCommand({ ModelName: 'Churn-model' })), 'ok'],
  ])('%s', async (_name, allow, call, expected) => {
    expect(await outcome(call(await clients(allow)))).toBe(expected);
  });

  test('names keep their case and ARNs do not', async () => {
    const { Endpoints = [] } = await new SageMakerClient(aws.clientConfig()).send(new ListEndpointsCommand({ MaxResults: 1 }));
    expect(Endpoints).toEqual([expect.objectContaining({ EndpointName: 'Churn', EndpointArn: arn('churn'), EndpointStatus: 'InService' })]);
  });

  test('the components of one endpoint are listed', async () => {
    const control = new SageMakerClient(aws.clientConfig());
    const names = async (EndpointNameEquals: string) => {
      const { InferenceComponents = [] } = await control.send(new ListInferenceComponentsCommand({ EndpointNameEquals }));
      return InferenceComponents.map(({ InferenceComponentName }) => InferenceComponentName);
    };
    expect([await names('parts'), await names('Churn')]).toEqual([['Part-A', 'part-b'], []]);
  });

  test('a stream comes in parts', async () => {
    const { Body, ContentType } = await stream('Churn')({ runtime: new SageMakerRuntimeClient(aws.clientConfig()) } as Clients);
    const parts: string[] = [];
    for await (const { PayloadPart } of Body ?? []) parts.push(Buffer.from(PayloadPart?.Bytes ?? []).toString());
    expect([parts, ContentType]).toEqual([['secret ', 'payload'], 'text/plain']);
  });
});
