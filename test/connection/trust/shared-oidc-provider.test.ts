import { Template } from 'aws-cdk-lib/assertions';
import { OidcProviderNative, OpenIdConnectProvider } from 'aws-cdk-lib/aws-iam';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib/core';
import { OidcFederationRole, Platform, type OidcFederationRoleProps } from '../../../src';
import { ACCOUNT, ENV, newStack, Synthesized } from '../../synthesis/template';

const PROVIDER = 'AWS::IAM::OIDCProvider';
const ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/api.4minds.ai`;

function connect(stack: Stack, id: string, options: Partial<OidcFederationRoleProps> = {}): OidcFederationRole {
  return new OidcFederationRole(stack, id, { platform: Platform.fourMinds(), subjects: ['workspace:acme'], ...options });
}

function ofIssuer(issuerUrl: string): Pick<OidcFederationRoleProps, 'platform'> {
  return { platform: Platform.fourMinds({ issuerUrl }) };
}

function providersOf(stack: Stack): unknown[] {
  return Object.values(new Synthesized(stack).resources(PROVIDER)).map(({ Properties }) => Properties);
}

test('is created with the issuer to the letter and the audience, and survives its stack', () => {
  const stack = newStack();
  connect(stack, 'Connection', ofIssuer('https://issuer.example.com/Acme/'));
  const { template } = new Synthesized(stack);
  template.resourceCountIs(PROVIDER, 1);
  template.hasResource(PROVIDER, {
    Properties: { Url: 'https://issuer.example.com/Acme/', ClientIdList: ['sts.amazonaws.com'] }, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain',
  });
});

test('is shared by two connections of a stack, with the audiences of both', () => {
  const stack = newStack();
  const first = connect(stack, 'First');
  const second = connect(stack, 'Second', { platform: Platform.fourMinds({ audience: 'another' }) });
  const third = connect(stack, 'Third');
  expect(providersOf(stack)).toEqual([{ Url: 'https://api.4minds.ai', ClientIdList: ['sts.amazonaws.com', 'another'] }]);
  expect([second.providerArn, third.providerArn]).toEqual([first.providerArn, first.providerArn]);
});

test('is shared by the stacks of an app in one account, the second deployed after the first', () => {
  const app = new App();
  const [first, second] = ['First', 'Second'].map((id) => new Stack(app, id, { env: ENV }));
  connect(first, 'Connection');
  connect(second, 'Connection', { platform: Platform.fourMinds({ audience: 'another' }) });
  expect(providersOf(first)).toEqual([{ Url: 'https://api.4minds.ai', ClientIdList: ['sts.amazonaws.com', 'another'] }]);
  expect(providersOf(second)).toEqual([]);
  expect(new Synthesized(second).document().trust.providerArn).toBe(ARN);
  expect(second.dependencies).toEqual([first]);
});

test('is shared across regions of one account, because IAM has no regions', () => {
  const app = new App();
  const first = new Stack(app, 'First', { env: ENV });
  const second = new Stack(app, 'Second', { env: { ...ENV, region: 'eu-west-1' } });
  connect(first, 'Connection');
  connect(second, 'Connection');
  expect([providersOf(first).length, providersOf(second).length]).toEqual([1, 0]);
});

test('is shared by stacks that know no environment', () => {
  const app = new App();
  const [first, second] = ['First', 'Second'].map((id) => new Stack(app, id));
  connect(first, 'Connection');
  connect(second, 'Connection');
  expect([providersOf(first).length, providersOf(second).length]).toEqual([1, 0]);
  expect(new Synthesized(second).document().trust.providerArn).toBe(ARN);
});

test('of a stack of its own leaves the others as they are, whichever come first and go', () => {
  const synthesized = (...customers: string[]) => {
    const app = new App();
    const shared = new Stack(app, 'Shared');
    const { oidcProviderArn } = new OidcProviderNative(shared, 'FourMinds', { url: 'https://api.4minds.ai', clientIds: ['sts.amazonaws.com'] });
    const stacks = customers.map((customer) => {
      const stack = new Stack(app, customer);
      connect(stack, 'Connection', { provider: OpenIdConnectProvider.fromOpenIdConnectProviderArn(shared, customer, oidcProviderArn) });
      return stack;
    });
    const contents = stacks.map((stack) => [Template.fromStack(stack).toJSON(), stack.dependencies.map(({ node }) => node.id)]);
    return Object.fromEntries(customers.map((customer, index) => [customer, contents[index]]));
  };
  const { Acme, Umbrella } = synthesized('Acme', 'Umbrella');
  expect(Umbrella[1]).toEqual(['Shared']);
  expect(synthesized('First', 'Acme', 'Umbrella')).toMatchObject({ Acme, Umbrella });
  expect(synthesized('Umbrella')).toEqual({ Umbrella });
});

test('says how to keep two stacks apart that would need each other for it', () => {
  const app = new App();
  const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id, { env: ENV }));
  [one, two].forEach((stack) => connect(stack, 'Connection'));
  expect(() => one.addDependency(two)).toThrow(/it shares the OIDC provider of https:\/\/api\.4minds\.ai: give both connections a provider to keep the stacks apart/);
});

test('is created in each account', () => {
  const app = new App();
  const first = new Stack(app, 'First', { env: ENV });
  const second = new Stack(app, 'Second', { env: { ...ENV, account: '222222222222' } });
  connect(first, 'Connection');
  connect(second, 'Connection');
  expect([providersOf(first).length, providersOf(second).length]).toEqual([1, 1]);
  expect(second.dependencies).toEqual([]);
});

test.each([['known first', [ENV, undefined]], ['known last', [undefined, ENV]]])('is created where only one of two stacks knows its account: %s', (_, envs) => {
  const app = new App();
  const [first, second] = envs.map((env, index) => new Stack(app, `Stack${index}`, { env }));
  connect(first, 'Connection');
  connect(second, 'Connection');
  expect([providersOf(first).length, providersOf(second).length]).toEqual([1, 1]);
  expect(second.dependencies).toEqual([]);
});

test('is created in each stage, because no dependency crosses a stage', () => {
  const app = new App();
  const [beta, production] = ['Beta', 'Production'].map((id) => new Stack(new Stage(app, id), 'Stack', { env: ENV }));
  const outside = new Stack(app, 'Outside', { env: ENV });
  [beta, production, outside].forEach((stack) => connect(stack, 'Connection'));
  expect([beta, production, outside].map((stack) => providersOf(stack).length)).toEqual([1, 1, 1]);
});

test('is shared with a nested stack', () => {
  const parent = newStack({ env: ENV });
  connect(parent, 'Connection');
  const nested = new NestedStack(parent, 'Nested');
  connect(nested, 'Connection');
  const [reference, ...others] = Object.keys(Template.fromStack(nested).toJSON().Parameters);
  expect(others).toEqual([]);
  const synthesized = new Synthesized(nested, undefined, { [reference]: ARN });
  synthesized.template.resourceCountIs(PROVIDER, 0);
  expect(synthesized.document().trust.providerArn).toBe(ARN);
  Template.fromStack(parent).resourceCountIs(PROVIDER, 1);
});

test('is created in the outermost stack, where other stacks can depend on it', () => {
  const app = new App();
  const parent = new Stack(app, 'Parent', { env: ENV });
  connect(new NestedStack(parent, 'Nested'), 'Connection');
  const other = new Stack(app, 'Other', { env: ENV });
  connect(new NestedStack(other, 'Nested'), 'Connection');
  Template.fromStack(parent).resourceCountIs(PROVIDER, 1);
  Template.fromStack(other).resourceCountIs(PROVIDER, 0);
  expect(other.dependencies).toEqual([parent]);
});

test('is one for each issuer, however alike their names are', () => {
  const stack = newStack();
  const issuers = ['https://issuer.example.com/a-b', 'https://issuer.example.com/a/b', 'https://issuer.example.com/A-b', 'https://issuer.example.com/a-b/'];
  for (const round of [1, 2]) issuers.forEach((issuer, index) => connect(stack, `Connection${round}${index}`, ofIssuer(issuer)));
  expect(providersOf(stack)).toEqual(issuers.map((Url) => ({ Url, ClientIdList: ['sts.amazonaws.com'] })));
});

test('keeps its logical ID whatever else the stack holds', () => {
  const [alone, after] = [newStack(), newStack()];
  connect(alone, 'Connection');
  connect(after, 'Other', ofIssuer('https://api-4minds.ai'));
  connect(after, 'Connection');
  const [id] = Object.keys(new Synthesized(alone).resources(PROVIDER));
  expect(Object.keys(new Synthesized(after).resources(PROVIDER))).toContain(id);
});

test('refuses the 101st audience', () => {
  const stack = newStack();
  const withAudience = (index: number) => connect(stack, `Connection${index}`, { platform: Platform.fourMinds({ audience: `audience-${index}` }) });
  for (let index = 1; index <= 100; index += 1) withAudience(index);
  expect(() => withAudience(101)).toThrow(new Error('The OIDC provider of https://api.4minds.ai would have 101 audiences and IAM takes 100. Use fewer.'));
});
