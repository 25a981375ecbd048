import { OidcFederationRole, Platform, SageMakerAccess, type SageMakerAccessProps, SageMakerEndpoint } from '../../../src';
import { SAGEMAKER_PERMISSIONS } from '../../../src/access/sagemaker/sagemaker-permissions';
import { isAllowed, type PolicyJson } from '../../authorization/evaluate';
import { ACCOUNT, newStack, Synthesized } from '../../synthesis/template';

type Options = Omit<SageMakerAccessProps, 'connection'>;

function policiesOf(options: Options, region: string): readonly PolicyJson[] {
  const stack = newStack({ env: { account: ACCOUNT, region } });
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new SageMakerAccess(stack, 'SageMaker', { connection, ...options });
  return new Synthesized(stack).policies('ConnectionRole') as readonly PolicyJson[];
}

const { fromName } = SageMakerEndpoint;
const LISTED: Options = {
  endpoints: [fromName('Churn'), fromName('parts', { inferenceComponentNames: ['Part-A'] }), fromName('many', { targetModels: ['team-a/*', 'shared.tar.gz'] })],
};
const ALL: Options = { allEndpoints: true };
const LISTS = ['ListEndpoints', 'ListModels', 'ListTrainingJobs', 'ListInferenceComponents'];

describe.each([['aws', 'us-east-1'], ['aws-us-gov', 'us-gov-west-1'], ['aws-cn', 'cn-north-1']])('in the partition %s', (partition, region) => {
  const arn = (resource: string, { inRegion = region, account = ACCOUNT } = {}) => `arn:${partition}:sagemaker:${inRegion}:${account}:${resource}`;
  const ask = (options: Options, action: string, resource: string, targetModel?: string) => isAllowed({ identity: policiesOf(options, region) }, {
    principal: `arn:${partition}:iam::${ACCOUNT}:role/Connection`,
    action: `sagemaker:${action}`,
    resource,
    resourceAccount: resource.split(':')[4] || ACCOUNT,
    ...(targetModel !== undefined && { context: { 'sagemaker:TargetModel': targetModel } }),
  });
  const STREAM = 'InvokeEndpointWithResponseStream';

  test.each<[string, Options, string, string, string?]>([
    ...LISTS.map((action): [string, Options, string, string] => ['a list', LISTED, action, '*']),
    ['an endpoint by its name in lower case', LISTED, 'DescribeEndpoint', arn('endpoint/churn')],
    ['an endpoint by its name in lower case', LISTED, 'InvokeEndpoint', arn('endpoint/churn')],
    ['an endpoint by its name in lower case', LISTED, STREAM, arn('endpoint/churn')],
    ['an inference component', LISTED, 'InvokeEndpoint', arn('inference-component/part-a')],
    ['an inference component', LISTED, STREAM, arn('inference-component/part-a')],
    ['the endpoint of an inference component', LISTED, 'InvokeEndpoint', arn('endpoint/parts')],
    ['an inference component', LISTED, 'DescribeInferenceComponent', arn('inference-component/part-a')],
    ['a target model', LISTED, 'InvokeEndpoint', arn('endpoint/many'), 'shared.tar.gz'],
    ['a target model by its pattern', LISTED, 'InvokeEndpoint', arn('endpoint/many'), 'team-a/x.tar.gz'],
    ['a multi-model endpoint', LISTED, 'DescribeEndpoint', arn('endpoint/many')],
    ['any configuration', LISTED, 'DescribeEndpointConfig', arn('endpoint-config/churn-2026-11')],
    ['any model', LISTED, 'DescribeModel', arn('model/churn-2026-11')],
    ['a listed configuration', { ...LISTED, endpointConfigNames: ['Churn-1'] }, 'DescribeEndpointConfig', arn('endpoint-config/churn-1')],
    ['a listed model', { ...LISTED, modelNames: ['Churn-1'] }, 'DescribeModel', arn('model/churn-1')],
    ['every endpoint', ALL, 'InvokeEndpoint', arn('endpoint/anything')],
    ['every inference component', ALL, STREAM, arn('inference-component/anything')],
  ])('allows %s: %#', async (_, options, action, resource, ...[targetModel]) => {
    expect(await ask(options, action, resource, targetModel)).toBe(true);
  });

  test.each<[string, Options, string, string, string?]>([
    ['an endpoint that is not listed', LISTED, 'InvokeEndpoint', arn('endpoint/payroll')],
    ['an endpoint that is not listed', LISTED, 'DescribeEndpoint', arn('endpoint/payroll')],
    ['an endpoint whose name starts the same', LISTED, 'InvokeEndpoint', arn('endpoint/churn-2')],
    ['an inference component that is not listed', LISTED, 'InvokeEndpoint', arn('inference-component/part-b')],
    ['a multi-model endpoint without a target model', LISTED, 'InvokeEndpoint', arn('endpoint/many')],
    ['another target model', LISTED, 'InvokeEndpoint', arn('endpoint/many'), 'team-b/x.tar.gz'],
    ['a stream from a multi-model endpoint', LISTED, STREAM, arn('endpoint/many')],
    ['a stream when it is switched off', { ...LISTED, streaming: false }, STREAM, arn('endpoint/churn')],
    ['a stream of a component when it is switched off', { ...LISTED, streaming: false }, STREAM, arn('inference-component/part-a')],
    ['a configuration that is not listed', { ...LISTED, endpointConfigNames: ['churn-1'] }, 'DescribeEndpointConfig', arn('endpoint-config/churn-2')],
    ['a model that is not listed', { ...LISTED, modelNames: ['churn-1'] }, 'DescribeModel', arn('model/churn-2')],
    ['a model without lineage', { ...LISTED, lineage: false }, 'DescribeModel', arn('model/churn-1')],
    ['the models without lineage', { ...LISTED, lineage: false }, 'ListModels', '*'],
    ['inference components where there are none', { endpoints: [fromName('churn')] }, 'ListInferenceComponents', '*'],
    ['an endpoint of another region', ALL, 'InvokeEndpoint', arn('endpoint/churn', { inRegion: 'eu-west-1' })],
    ['an endpoint of another account', ALL, 'InvokeEndpoint', arn('endpoint/churn', { account: '222222222222' })],
    ['an asynchronous call, which puts its answer into S3', ALL, 'InvokeEndpointAsync', arn('endpoint/churn')],
    ['a change', ALL, 'UpdateEndpoint', arn('endpoint/churn')],
    ['a deletion', ALL, 'DeleteEndpoint', arn('endpoint/churn')],
    ['a new model', ALL, 'CreateModel', arn('model/churn')],
  ])('denies %s: %#', async (_, options, action, resource, ...[targetModel]) => {
    expect(await ask(options, action, resource, targetModel)).toBe(false);
  });
});

describe("beside the guide's own policy", () => {
  /** The actions of the table in the 4MINDS guide, which grants each of them on `*`. */
  const GUIDE = [
    'sagemaker:ListEndpoints', 'sagemaker:ListModels', 'sagemaker:ListTrainingJobs', 'sagemaker:DescribeEndpoint', 'sagemaker:DescribeEndpointConfig',
    'sagemaker:DescribeModel', 'sagemaker:InvokeEndpoint', 'sts:GetCallerIdentity',
  ];
  /** What the default adds and leaves out, and why. */
  const ADDED: Readonly<Record<string, string>> = {
    'sagemaker:InvokeEndpointWithResponseStream': 'the call that streams is authorised by an action of its own; streaming: false leaves it out',
  };
  const ADDED_WITH_COMPONENTS: Readonly<Record<string, string>> = {
    ...ADDED,
    'sagemaker:ListInferenceComponents': 'without it a picker cannot show what an endpoint of components offers',
    'sagemaker:DescribeInferenceComponent': 'tells the status of a component, which its endpoint does not',
  };
  const LEFT_OUT: Readonly<Record<string, string>> = {
    'sts:GetCallerIdentity': 'needs no permission and cannot be denied by a missing one: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html',
  };

  const actionsOf = (options: Options) => [...new Set(policiesOf(options, 'us-east-1').flatMap(({ Statement }) => Statement as readonly { Action: string | string[] }[]).flatMap(({ Action }) => Action))];
  const policy = (statement: { readonly Action: string | string[]; readonly Resource: string }): PolicyJson => {
    const allow = { Effect: 'Allow', Condition: {}, ...statement };
    return { Version: '2012-10-17', Statement: [allow] };
  };
  const invoke = (name: string) => ({
    principal: `arn:aws:iam::${ACCOUNT}:role/r`, action: 'sagemaker:InvokeEndpoint', resource: `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/${name}`, resourceAccount: ACCOUNT,
  });
  const difference = (some: readonly string[], others: readonly string[]) => some.filter((action) => !others.includes(action)).sort();

  test.each<[string, Options, Readonly<Record<string, string>>]>([
    ['an endpoint', { endpoints: [fromName('churn')] }, ADDED],
    ['inference components', LISTED, ADDED_WITH_COMPONENTS],
    ['all endpoints', ALL, ADDED_WITH_COMPONENTS],
    ['no stream', { endpoints: [fromName('churn')], streaming: false }, {}],
  ])('the policy of %s adds and leaves out what has a reason', (_, options, added) => {
    expect(difference(actionsOf(options), GUIDE)).toEqual(Object.keys(added).sort());
    expect(difference(GUIDE, actionsOf(options))).toEqual(Object.keys(LEFT_OUT));
  });

  test('without lineage, what only a lineage needs is left out too', () => {
    const lineage = SAGEMAKER_PERMISSIONS.filter(({ on }) => ['lineage', 'configuration', 'model'].includes(on)).map(({ action }) => action);
    expect(difference(GUIDE, actionsOf({ endpoints: [fromName('churn')], lineage: false }))).toEqual([...lineage, 'sts:GetCallerIdentity'].sort());
  });

  test('what the guide grants on everything is granted on the listed endpoints', async () => {
    const request = invoke('payroll');
    const guide = policy({ Action: GUIDE, Resource: '*' });
    expect([await isAllowed({ identity: [guide] }, request), await isAllowed({ identity: policiesOf(LISTED, 'us-east-1') }, request)]).toEqual([true, false]);
  });

  test("the guide's ARN for least privilege lets nobody in when the endpoint has a capital", async () => {
    const guided = policy({ Action: 'sagemaker:InvokeEndpoint', Resource: `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/Churn` });
    const request = invoke('churn');
    expect([await isAllowed({ identity: [guided] }, request), await isAllowed({ identity: policiesOf(LISTED, 'us-east-1') }, request)]).toEqual([false, true]);
  });
});
