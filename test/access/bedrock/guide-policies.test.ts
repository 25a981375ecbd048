import { BedrockAccess, CrossAccountRole, OidcFederationRole, Platform } from '../../../src';
import { GUIDE_POLICIES } from '../../../src/access/bedrock/guide-policies';
import { ENV, newStack, Synthesized } from '../../synthesis/template';

function connectionOf(guide: string, stack: ReturnType<typeof newStack>) {
  if (guide.startsWith('4MINDS')) return new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  if (guide.startsWith('Airia')) return new CrossAccountRole(stack, 'Connection', { platform: Platform.airia(), externalId: 'an-external-id' });
  return new CrossAccountRole(stack, 'Connection', { platform: Platform.koreAi({ principal: 'arn:aws:iam::222222222222:role/platform' }) });
}

const sorted = (actions: readonly string[]) => [...new Set(actions)].sort();

describe.each(GUIDE_POLICIES.map((policy) => [policy.guide, policy] as const))('%s', (guide, { actions, properties, added, leftOut }) => {
  const stack = newStack({ env: ENV });
  new BedrockAccess(stack, 'Bedrock', { connection: connectionOf(guide, stack), ...properties });
  const ours = sorted(new Synthesized(stack).policies('ConnectionRole').flatMap(({ Statement }) => Statement).flatMap(({ Action }) => Action));

  test('ours adds what is said to be added, and nothing else', () => {
    expect(ours.filter((action) => !actions.includes(action))).toEqual(sorted(added.map(({ action }) => action)));
  });

  test('ours leaves out what is said to be left out, and nothing else', () => {
    expect(sorted(actions).filter((action) => !ours.includes(action))).toEqual(sorted(leftOut.map(({ action }) => action)));
  });

  test('every deviation says why', () => {
    [...added, ...leftOut].forEach(({ why }) => expect(why).toMatch(/^[A-Z].{20,}[^.]$/));
  });
});
