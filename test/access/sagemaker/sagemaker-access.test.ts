import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnEndpoint, type IEndpoint, type IEndpointRef } from 'aws-cdk-lib/aws-sagemaker';
import { type App, CfnParameter, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { CrossAccountRole, type IConnection, OidcFederationRole, Platform, SageMakerAccess, type SageMakerAccessProps, SageMakerEndpoint, type SageMakerEndpointOptions } from '../../../src';
import { ACCOUNT, ENV, newStack, Synthesized } from '../../synthesis/template';

type Options = Omit<SageMakerAccessProps, 'connection'>;
const { fromName, fromArn, fromEndpoint } = SageMakerEndpoint;
const INVOKE_ANY = 'The platform may invoke every SageMaker endpoint of the account and region, new ones too.';
const CASE_UNKNOWN = 'The name of a SageMaker endpoint, inference component, configuration or model is only known at deployment. AWS authorises it in lower case: the platform is refused if the name has upper-case letters.';
const STREAM = 'sagemaker:InvokeEndpointWithResponseStream';
const USE = ['sagemaker:DescribeEndpoint', 'sagemaker:InvokeEndpoint', STREAM];
const USE_COMPONENT = ['sagemaker:DescribeInferenceComponent', 'sagemaker:InvokeEndpoint', STREAM];
const arn = (name: string, type = 'endpoint') => `arn:aws:sagemaker:us-east-1:${ACCOUNT}:${type}/${name}`;
const parameter = (stack: Stack, id = 'Name') => new CfnParameter(stack, id).valueAsString;
const PARAMETERS = { Name: 'from-a-parameter', Other: 'other-from-a-parameter' };

function grant(options: Options, stack: Stack = newStack({ env: ENV })): Stack {
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new SageMakerAccess(stack, 'SageMaker', { connection, ...options });
  return stack;
}

const synthesize = (options: Options, stack?: Stack) => new Synthesized(grant(options, stack), undefined, PARAMETERS);
const statements = (options: Options, stack?: Stack) => synthesize(options, stack).policies('ConnectionRole').flatMap(({ Statement }) => Statement)
  .map(({ Sid, Action, Resource, Condition }) => [Sid, Action, Resource, ...(Condition ? [Condition] : [])]);

const LIST = ['SageMakerListEndpoints', 'sagemaker:ListEndpoints', '*'];
const LIST_COMPONENTS = ['SageMakerListComponents', 'sagemaker:ListInferenceComponents', '*'];
const LINEAGE = [
  ['SageMakerListLineage', ['sagemaker:ListModels', 'sagemaker:ListTrainingJobs'], '*'],
  ['SageMakerDescribeConfiguration', 'sagemaker:DescribeEndpointConfig', arn('*', 'endpoint-config')],
  ['SageMakerDescribeModel', 'sagemaker:DescribeModel', arn('*', 'model')],
];

describe('grants', () => {
  test('listed endpoints, in lower case, and their lineage', () => {
    expect(statements({ endpoints: [fromName('Churn'), fromArn(arn('fraud'))] })).toEqual([
      LIST, ...LINEAGE, ['SageMakerUseEndpoint', USE, [arn('churn'), arn('fraud')]],
    ]);
  });

  test('no stream and no lineage when they are switched off', () => {
    expect(statements({ endpoints: [fromName('churn', { inferenceComponentNames: ['Part-A'] })], streaming: false, lineage: false })).toEqual([
      LIST, LIST_COMPONENTS,
      ['SageMakerUseEndpoint', USE.slice(0, 2), arn('churn')],
      ['SageMakerUseComponent', USE_COMPONENT.slice(0, 2), arn('part-a', 'inference-component')],
    ]);
  });

  test('inference components, each with its endpoint', () => {
    expect(statements({ endpoints: [fromName('parts', { inferenceComponentNames: ['Part-A', 'part-b'] })], lineage: false })).toEqual([
      LIST, LIST_COMPONENTS,
      ['SageMakerUseEndpoint', USE, arn('parts')],
      ['SageMakerUseComponent', USE_COMPONENT, [arn('part-a', 'inference-component'), arn('part-b', 'inference-component')]],
    ]);
  });

  test('target models as a condition, without a stream', () => {
    expect(statements({ endpoints: [fromName('Many', { targetModels: ['a/x.tar.gz', 'b/*'] }), fromName('churn')], lineage: false })).toEqual([
      LIST,
      ['SageMakerDescribeMultiModelEndpoint', 'sagemaker:DescribeEndpoint', arn('many')],
      ['SageMakerInvokeTargetModel', 'sagemaker:InvokeEndpoint', arn('many'), { StringLike: { 'sagemaker:TargetModel': ['a/x.tar.gz', 'b/*'] } }],
      ['SageMakerUseEndpoint', USE, arn('churn')],
    ]);
  });

  test('listed configurations and models, in lower case', () => {
    expect(statements({ endpoints: [fromName('churn')], endpointConfigNames: ['Churn-1', 'churn-2'], modelNames: ['Churn'] }).slice(2, 4)).toEqual([
      ['SageMakerDescribeConfiguration', 'sagemaker:DescribeEndpointConfig', [arn('churn-1', 'endpoint-config'), arn('churn-2', 'endpoint-config')]],
      ['SageMakerDescribeModel', 'sagemaker:DescribeModel', arn('churn', 'model')],
    ]);
  });

  test('all endpoints of the account and region when asked to', () => {
    const stack = newStack({ env: ENV });
    expect(statements({ allEndpoints: true, lineage: false }, stack)).toEqual([
      LIST, LIST_COMPONENTS, ['SageMakerUseEndpoint', USE, arn('*')], ['SageMakerUseComponent', USE_COMPONENT, arn('*', 'inference-component')],
    ]);
    Annotations.fromStack(stack).hasWarning('/Stack/Connection', Match.stringLikeRegexp(INVOKE_ANY));
  });

  test('endpoints of the app: by the ARN that SageMaker writes, with the name in its own case', () => {
    const stack = newStack({ env: ENV });
    const generated = new CfnEndpoint(stack, 'Generated', { endpointConfigName: 'config' });
    const named = new CfnEndpoint(stack, 'Named', { endpointConfigName: 'config', endpointName: 'Named' });
    const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
    new SageMakerAccess(stack, 'SageMaker', { connection, endpoints: [fromEndpoint(generated), fromEndpoint(named)], lineage: false });
    const document = connection.document.json;
    expect(stack.resolve(document)).toEqual({ 'Fn::Join': ['', expect.arrayContaining([{ 'Fn::GetAtt': ['Generated', 'EndpointName'] }])] });
    const { policyDocument } = Object.values(stack.node.findAll()).flatMap((each) => ('policyDocument' in each ? [each as unknown as { policyDocument: unknown }] : []))[0];
    expect(stack.resolve(policyDocument)).toMatchObject({ Statement: [{}, { Resource: [{ Ref: 'Generated' }, arn('named')] }] });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('lower case'));
  });

  test('what refers to an endpoint in another way', () => {
    const stack = newStack({ env: ENV });
    const reference = (id: string, more: object = {}) => (
      { node: stack.node, endpointRef: { endpointArn: arn(id) }, ...more } as unknown as IEndpointRef & IEndpoint
    );
    const { endpoints } = synthesize({ endpoints: [fromEndpoint(reference('one')), fromEndpoint(reference('two', { endpointName: 'Two' }))] }, stack).document().integrations.sagemaker!.scope;
    expect(endpoints).toEqual([{ name: 'one' }, { name: 'Two' }]);
  });

  test.each<[string, (stack: Stack) => Options]>([
    ['an endpoint', (stack) => ({ endpoints: [fromName(parameter(stack))] })],
    ['an inference component', (stack) => ({ endpoints: [fromName('parts', { inferenceComponentNames: [parameter(stack)] })] })],
    ['a configuration', (stack) => ({ endpoints: [fromName('churn')], endpointConfigNames: [parameter(stack)] })],
    ['a model', (stack) => ({ endpoints: [fromName('churn')], modelNames: [parameter(stack)] })],
  ])('%s by a name that is a token, with a warning', (_, make) => {
    const stack = newStack({ env: ENV });
    const synthesized = synthesize(make(stack), stack);
    expect(JSON.stringify(synthesized.policies('ConnectionRole'))).toContain('/from-a-parameter"');
    expect(synthesized.document().warnings).toEqual([CASE_UNKNOWN]);
  });

  test('an ARN that is a token, which SageMaker has written in lower case', () => {
    const stack = newStack({ env: ENV });
    const Name = arn('from-a-parameter');
    const synthesized = new Synthesized(grant({ endpoints: [fromArn(parameter(stack))], lineage: false }, stack), undefined, { Name });
    expect(synthesized.policies('ConnectionRole').flatMap(({ Statement }) => Statement).at(-1)).toMatchObject({ Action: USE, Resource: Name });
    expect(synthesized.document()).toMatchObject({ warnings: [], integrations: { sagemaker: { scope: { endpoints: [{ name: 'from-a-parameter' }] } } } });
  });

  test.each([
    ['us-gov-west-1', 'aws-us-gov'], ['cn-north-1', 'aws-cn'], ['eusc-de-east-1', 'aws-eusc'],
  ])('in %s, of the partition %s', (region, partition) => {
    const stack = newStack({ env: { account: ACCOUNT, region } });
    const resources = statements({ endpoints: [fromName('Churn', { inferenceComponentNames: ['a'] })] }, stack).flatMap(([, , resource]) => resource as string | string[]);
    expect(resources.filter((resource) => resource !== '*')).toEqual([
      ['endpoint-config', '*'], ['model', '*'], ['endpoint', 'churn'], ['inference-component', 'a'],
    ].map(([type, name]) => `arn:${partition}:sagemaker:${region}:${ACCOUNT}:${type}/${name}`));
  });

  test('in a stack of any environment', () => {
    expect(statements({ endpoints: [fromName('Churn')], lineage: false }, newStack())[1]).toEqual(['SageMakerUseEndpoint', USE, expect.stringMatching(/^arn:aws:sagemaker:[\w-]+:\d{12}:endpoint\/churn$/)]);
    // An ARN that says where it is can be of the region and the account that the stack will be in.
    for (const env of [{}, { account: ACCOUNT }, { region: 'us-east-1' }]) {
      expect(statements({ endpoints: [fromArn(arn('churn'))], lineage: false }, newStack({ env }))[1]).toEqual(['SageMakerUseEndpoint', USE, arn('churn')]);
    }
  });

  test('nothing that was not asked for, whatever the input', () => {
    const name = fc.oneof({ weight: 9, arbitrary: fc.constantFrom('One', 'two', 'Three-3') }, { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('a', 'B', '-', '*', '?', '$', '{', '/'), maxLength: 6 }) });
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 2 });
    const options: fc.Arbitrary<SageMakerEndpointOptions> = fc.oneof(
      fc.constant({}), fc.record({ inferenceComponentNames: names }), fc.record({ targetModels: names }),
    );
    const given = fc.record({
      endpoints: fc.uniqueArray(fc.tuple(name, options), { minLength: 1, maxLength: 3, selector: ([each]) => each }),
      streaming: fc.boolean(),
      lineage: fc.boolean(),
    });
    let accepted = 0;
    fc.assert(fc.property(given, ({ endpoints, streaming, lineage }) => {
      let stack: Stack;
      try {
        stack = grant({ endpoints: endpoints.map(([each, limits]) => fromName(each, limits)), streaming, lineage });
      } catch {
        return;
      }
      accepted += 1;
      for (const { Action, Resource, Condition } of new Synthesized(stack).policies('ConnectionRole').flatMap(({ Statement }) => Statement)) {
        if (!streaming) expect([Action].flat()).not.toContain(STREAM);
        for (const resource of [Resource ?? []].flat()) {
          const [, type, resourceName] = /:(endpoint|inference-component)\/(.+)$/.exec(resource) ?? [];
          if (type === undefined) { expect(resource === '*' || (lineage && /:(?:endpoint-config|model)\/\*$/.test(resource))).toBe(true); continue; }
          expect(resourceName).toBe(resourceName.toLowerCase());
          const [, limits] = endpoints.find(([each, of]) => (type === 'endpoint' ? each : of.inferenceComponentNames?.find((component) => component.toLowerCase() === resourceName) ?? '').toLowerCase() === resourceName) ?? [];
          expect(limits).toBeDefined();
          if (type === 'endpoint' && limits?.targetModels && [Action].flat().includes('sagemaker:InvokeEndpoint')) expect(Condition).toEqual({ StringLike: { 'sagemaker:TargetModel': limits.targetModels } });
        }
      }
    }), { numRuns: 150 });
    expect(accepted).toBeGreaterThan(20);
  });
});

describe('the document', () => {
  const sectionOf = (options: Options, stack?: Stack) => synthesize(options, stack).document().integrations.sagemaker!;
  const probesOf = (options: Options) => sectionOf(options).probes.map(({ id }) => id.replace('sagemaker.', ''));
  const TEST_CONNECTION = ['list-endpoints', 'describe-endpoint', 'invoke-endpoint', 'stream-endpoint'];
  const IMPORT = ['list-lineage', 'describe-lineage'];

  test('names the probes that the choice needs', () => {
    expect(probesOf({ endpoints: [fromName('churn')] })).toEqual([...TEST_CONNECTION, ...IMPORT, 'denied-endpoint']);
    expect(probesOf({ endpoints: [fromName('churn')], streaming: false, lineage: false })).toEqual([...TEST_CONNECTION.slice(0, 3), 'denied-endpoint', 'streaming-denied']);
    expect(probesOf({ allEndpoints: true, lineage: false })).toEqual(['list-endpoints', 'describe-endpoint', 'list-components', 'describe-component', 'invoke-endpoint', 'stream-endpoint']);
    expect(probesOf({ endpoints: [fromName('many', { targetModels: ['a'] })], lineage: false })).toEqual([...TEST_CONNECTION.slice(0, 3), 'denied-endpoint', 'denied-target-model', 'streaming-denied']);
  });

  test('says what is allowed, in the case that a call wants', () => {
    const { fields, successMessage, scope } = sectionOf({
      endpoints: [
        fromName('Churn', { testRequest: { body: '{"inputs":"Hello"}', accept: 'application/json' } }),
        fromName('parts', { inferenceComponentNames: ['Part-A'], testRequest: { body: '1,2', contentType: 'text/csv' } }),
        fromName('many', { targetModels: ['a/*'] }),
      ],
      deniedEndpointNames: ['Payroll'],
    });
    expect({ fields, successMessage }).toEqual({ fields: { 'AWS Region': 'us-east-1' }, successMessage: 'Connection successful! Found {endpoints} endpoint(s).' });
    expect(scope).toEqual({
      allEndpoints: false,
      endpoints: [
        { name: 'Churn', testRequest: { body: '{"inputs":"Hello"}', contentType: 'application/json', accept: 'application/json' } },
        { name: 'parts', inferenceComponents: ['Part-A'], testRequest: { body: '1,2', contentType: 'text/csv' } },
        { name: 'many', targetModels: ['a/*'] },
      ],
      streaming: true,
      lineage: true,
      deniedEndpoints: ['Payroll'],
    });
  });
});

describe('refuses', () => {
  const churn = fromName('churn');
  const list = (stack: Stack) => new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList' }).valueAsList;
  const LIST_TOKEN = 'is a list that is only known at deployment. Give the list as a literal; what is in it may be tokens.';
  const NAME = 'is no name that an endpoint can have. Give at most 63 letters, digits and hyphens, with no hyphen at the start or the end.';
  const TWICE = 'is listed twice. List it once; SageMaker makes no difference between upper and lower case.';

  test.each<[string, (stack: Stack) => Options, string]>([
    ['no endpoint', () => ({}), 'endpoints is missing. List the endpoints, or set allEndpoints: true.'],
    ['an empty list', () => ({ endpoints: [] }), 'endpoints is missing. List the endpoints, or set allEndpoints: true.'],
    ['all endpoints and some', () => ({ endpoints: [churn], allEndpoints: true }), "allEndpoints 'true' contradicts the endpoints that are listed. Leave out one of the two."],
    ['a bad name', () => ({ endpoints: [churn, fromName('a_b')] }), `endpoints[1] 'a_b' ${NAME}`],
    ['an ARN as a name', () => ({ endpoints: [fromName(arn('churn'))] }), `endpoints[0] '${arn('churn')}' is an ARN. Give the name alone: churn.`],
    ['the ARN of something else', () => ({ endpoints: [fromArn(arn('churn', 'model'))] }),
      `endpoints[0] '${arn('churn', 'model')}' is not the ARN of an endpoint. Give it in the form arn:aws:sagemaker:us-east-1:111122223333:endpoint/churn.`],
    ['a name as an ARN', () => ({ endpoints: [fromArn('churn')] }), "endpoints[0] 'churn' is not the ARN of an endpoint. Give it in the form arn:aws:sagemaker:us-east-1:111122223333:endpoint/churn."],
    ['an ARN of all endpoints', () => ({ endpoints: [fromArn(arn('*'))] }), "endpoints[0] '*' is a pattern. List each by its name."],
    ['another region', () => ({ endpoints: [fromArn(arn('churn').replace('us-east-1', 'eu-west-1'))] }),
      `endpoints[0] '${arn('churn').replace('us-east-1', 'eu-west-1')}' is in eu-west-1 and the stack in us-east-1, and the platform's form takes one region. Set up a connection in the region of the endpoint.`],
    ['another account', () => ({ endpoints: [fromArn(arn('churn').replace(ACCOUNT, '222222222222'))] }),
      `endpoints[0] '${arn('churn').replace(ACCOUNT, '222222222222')}' belongs to account 222222222222 and the stack to ${ACCOUNT}. Deploy the connection in the account of the endpoint.`],
    ['an endpoint of the app in another region', (stack) => ({ endpoints: [fromEndpoint(new CfnEndpoint(new Stack(stack.node.root as App, 'Far', { env: { ...ENV, region: 'eu-west-1' } }), 'Endpoint', { endpointConfigName: 'config', endpointName: 'Churn' }))] }),
      "endpoints[0] 'Churn' is in eu-west-1 and the stack in us-east-1, and the platform's form takes one region. Set up a connection in the region of the endpoint."],
    ['an endpoint twice', () => ({ endpoints: [churn, fromName('Churn')] }), `endpoints[1] 'Churn' ${TWICE}`],
    ['a token twice', (stack) => { const name = parameter(stack); return { endpoints: [fromName(name), fromName(name)] }; }, `endpoints[1] ${TWICE}`],
    ['no inference component', () => ({ endpoints: [fromName('churn', { inferenceComponentNames: [] })] }), 'endpoints[0].inferenceComponentNames is empty. Leave it out for an endpoint that has none.'],
    ['a bad inference component', () => ({ endpoints: [fromName('churn', { inferenceComponentNames: ['a', '*'] })] }), "endpoints[0].inferenceComponentNames[1] '*' is a pattern. List each by its name."],
    ['a list of inference components that is a token', (stack) => ({ endpoints: [fromName('churn', { inferenceComponentNames: list(stack) })] }), `endpoints[0].inferenceComponentNames ${LIST_TOKEN}`],
    ['no target model', () => ({ endpoints: [fromName('churn', { targetModels: [] })] }), 'endpoints[0].targetModels is empty. Leave it out for all models of the endpoint.'],
    ['every target model', () => ({ endpoints: [fromName('churn', { targetModels: ['*'] })] }), "endpoints[0].targetModels[0] '*' is every model of the endpoint. Leave targetModels out to allow them all."],
    ['target models of inference components', () => ({ endpoints: [fromName('churn', { targetModels: ['a'], inferenceComponentNames: ['a'] })] }),
      'endpoints[0].targetModels is given together with inferenceComponentNames, whose requests name no target model. Leave out one of the two.'],
    ['an empty payload', () => ({ endpoints: [fromName('churn', { testRequest: { body: '' } })] }), 'endpoints[0].testRequest.body is empty. Give a payload that the model understands, or leave testRequest out.'],
    ['a long payload', () => ({ endpoints: [fromName('churn', { testRequest: { body: 'x'.repeat(2049) } })] }),
      "endpoints[0].testRequest.body has 2049 characters and the document takes 2048. Give a shorter one, or put it into the verifier's event."],
    ['a bad content type', () => ({ endpoints: [fromName('churn', { testRequest: { body: '{}', contentType: 'a\r\nb' } })] }), "endpoints[0].testRequest.contentType 'a\r\nb' is no MIME type. Give one such as application/json."],
    ['a bad type to accept', () => ({ endpoints: [fromName('churn', { testRequest: { body: '{}', accept: '' } })] }), "endpoints[0].testRequest.accept '' is no MIME type. Give one such as application/json."],
    ['configurations without lineage', () => ({ endpoints: [churn], lineage: false, endpointConfigNames: ['a'] }), 'endpointConfigNames is given together with lineage: false, which allows none. Leave out one of the two.'],
    ['models without lineage', () => ({ endpoints: [churn], lineage: false, modelNames: ['a'] }), 'modelNames is given together with lineage: false, which allows none. Leave out one of the two.'],
    ['no model', () => ({ endpoints: [churn], modelNames: [] }), 'modelNames is empty. Leave it out for every one of the account and region, or set lineage: false for none.'],
    ['a bad model', () => ({ endpoints: [churn], modelNames: ['a_b'] }), "modelNames[0] 'a_b' is no name that a model can have. Give at most 63 letters, digits and hyphens, with no hyphen at the start or the end."],
    ['a list of configurations that is a token', (stack) => ({ endpoints: [churn], endpointConfigNames: list(stack) }), `endpointConfigNames ${LIST_TOKEN}`],
    ['an endpoint allowed and denied', () => ({ endpoints: [churn], deniedEndpointNames: ['CHURN'] }), "deniedEndpointNames[0] 'CHURN' is an allowed endpoint too. Leave it out of one of the two."],
    ['a bad denied endpoint', () => ({ endpoints: [churn], deniedEndpointNames: ['a_b'] }), `deniedEndpointNames[0] 'a_b' ${NAME}`],
    ['a denied list that is a token', (stack) => ({ endpoints: [churn], deniedEndpointNames: list(stack) }), `deniedEndpointNames ${LIST_TOKEN}`],
    ['all endpoints and a denied one', () => ({ allEndpoints: true, deniedEndpointNames: ['churn'] }), 'deniedEndpointNames is given together with allEndpoints. List the allowed endpoints instead.'],
    ['more target models than a policy holds', () => ({ endpoints: [fromName('churn', { targetModels: Array.from({ length: 300 }, (_, index) => `team-${index}/churn.tar.gz`) })] }),
      'SageMakerInvokeTargetModel on churn alone would make a policy of 7346 characters and IAM takes 6144. Give it fewer or shorter conditions.'],
  ])('%s', (_, make, message) => {
    const stack = newStack({ env: ENV });
    expect(() => grant(make(stack), stack)).toThrow(new Error(message));
  });

  test('a connection that is not of this library, a second access, and a platform without SageMaker', () => {
    const stack = grant({ endpoints: [churn] });
    const connection = stack.node.findChild('Connection') as OidcFederationRole;
    const stranger = stack as IConstruct as IConnection;
    expect(() => new SageMakerAccess(stack, 'Stranger', { connection: stranger, endpoints: [churn] })).toThrow('Stack is no connection of this library.');
    expect(() => new SageMakerAccess(stack, 'More', { connection, endpoints: [churn] })).toThrow(new Error('Stack/Connection already has an access to Amazon SageMaker. List all of its resources in one.'));
    const koreAi = new CrossAccountRole(stack, 'KoreAi', { platform: Platform.koreAi({ principal: 'arn:aws:iam::222222222222:role/platform' }) });
    expect(() => new SageMakerAccess(stack, 'Others', { connection: koreAi, endpoints: [churn] })).toThrow(new Error('Kore.ai does not support the integration Amazon SageMaker. It supports: Amazon Bedrock.'));
  });
});

test('a hundred endpoints fill their policies to within 5 percent of what their characters need', () => {
  const names = Array.from({ length: 100 }, (_, index) => `endpoint-with-a-name-of-usual-length-${index}`);
  const policies = synthesize({ endpoints: names.map((name) => fromName(name)) }).policies('ConnectionRole');
  const characters = policies.reduce((sum, policy) => sum + JSON.stringify(policy).length, 0);
  expect(policies.length).toBeLessThanOrEqual(Math.ceil(characters * 1.05 / 6144));
});
