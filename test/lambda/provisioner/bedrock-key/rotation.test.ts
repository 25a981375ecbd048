import type { ApiKey } from '../../../../lambda/provisioner/bedrock-key/api-key';
import type { Credential } from '../../../../lambda/provisioner/bedrock-key/credentials';
import { createKeyProvisioner } from '../../../../lambda/provisioner/bedrock-key/key-provisioner';
import type { Stage } from '../../../../lambda/provisioner/bedrock-key/key-versions';
import type { KeyStore } from '../../../../lambda/provisioner/bedrock-key/make-key';
import { rotate } from '../../../../lambda/provisioner/bedrock-key/rotation';
import { isRotationEvent, type RotationEvent } from '../../../../lambda/provisioner/rotation-event';

/** IAM and Secrets Manager in memory, with what they refuse: a third key, and a second value of a version. */
class Account {
  public readonly keys = new Map<string, Credential>();
  public readonly values = new Map<string, ApiKey>();
  public readonly stages = new Map<Stage, string>();
  private made = 0;
  private afterMaking: (id: string) => void = () => undefined;

  /** Lets something happen when a key was made, before anybody has kept it. */
  public onMade(happen: (id: string) => void): void {
    this.afterMaking = happen;
  }

  public store(ageDays = 90): KeyStore {
    return {
      ageDays,
      credentials: {
        list: async () => [...this.keys.values()],
        create: async (days) => {
          if (this.keys.size === 2) throw new Error('LimitExceeded');
          const id = `key-${++this.made}`;
          this.keys.set(id, { id, active: true, ageDays: days });
          this.afterMaking(id);
          return { apiKey: `secret of ${id}`, credentialId: id, expiresAt: new Date(Date.now() + days * 86_400_000).toISOString() };
        },
        remove: async (id) => { this.keys.delete(id); },
      },
      versions: {
        read: async (which) => this.values.get('version' in which ? which.version : this.stages.get(which.stage) ?? ''),
        putPending: async (version, key) => {
          if (this.values.has(version)) return false;
          this.values.set(version, key);
          this.stages.set('AWSPENDING', version);
          return true;
        },
        promote: async (version) => {
          const current = this.stages.get('AWSCURRENT');
          if (current !== version) {
            this.stages.set('AWSCURRENT', version);
            if (current) this.stages.set('AWSPREVIOUS', current);
          }
          this.stages.delete('AWSPENDING');
        },
        restorePrevious: async () => {
          const [current, previous] = [this.stages.get('AWSCURRENT'), this.stages.get('AWSPREVIOUS')];
          if (current && previous) this.stages.set('AWSCURRENT', previous).set('AWSPREVIOUS', current);
        },
        withdraw: async () => { this.stages.delete('AWSPENDING'); },
      },
    };
  }

  public current(): string | undefined {
    return this.values.get(this.stages.get('AWSCURRENT') ?? '')?.credentialId;
  }
}

const STEPS: readonly RotationEvent['Step'][] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
const event = (Step: RotationEvent['Step'], ClientRequestToken: string) => ({ Step, SecretId: 'arn', ClientRequestToken });
const request = (RequestId: string) => ({ RequestType: 'Create', RequestId, ResponseURL: '', StackId: '', LogicalResourceId: '', ResourceProperties: {} } as const);

test('a rotation keeps the former key beside the new one, for as many rotations as there are', async () => {
  const account = new Account();
  const tested: string[] = [];
  await createKeyProvisioner(account.store(), 'user').apply(request('create'));
  for (let round = 1; round < 5; round += 1) {
    const former = account.current();
    for (const step of STEPS) await rotate(event(step, `round-${round}`), account.store(), async ({ credentialId }) => { tested.push(credentialId); });
    expect([...account.keys.keys()]).toEqual([former, account.current()]);
    expect(tested.at(-1)).toBe(account.current());
  }
});

test('a key that the test refuses never becomes the current one', async () => {
  const account = new Account();
  await createKeyProvisioner(account.store(), 'user').apply(request('create'));
  const former = account.current();
  await rotate(event('createSecret', 'one'), account.store(), async () => undefined);
  await expect(rotate(event('testSecret', 'one'), account.store(), async () => { throw new Error('refused'); })).rejects.toThrow('refused');
  expect(account.current()).toBe(former);
  expect(account.keys.has(former ?? '')).toBe(true);
});

test('a rotation whose key was taken away says so, and the next one begins anew', async () => {
  const account = new Account();
  await createKeyProvisioner(account.store(), 'user').apply(request('create'));
  account.onMade((id) => account.keys.delete(id));
  await expect(rotate(event('createSecret', 'one'), account.store(), async () => undefined)).rejects.toThrow(
    'The API key of this rotation was deleted or switched off before it became the current one. The next rotation makes another.');
  expect(account.stages.has('AWSPENDING')).toBe(false);
});

test('the trial of a rotation without anything pending passes', async () => {
  await expect(rotate(event('testSecret', 'nothing'), new Account().store(), async () => { throw new Error('not to be tested'); })).resolves.toBeUndefined();
});

describe('a request of CloudFormation', () => {
  test('makes another key when somebody takes the first one away', async () => {
    const account = new Account();
    account.onMade((id) => { if (id === 'key-1') account.keys.delete(id); });
    await createKeyProvisioner(account.store(), 'user').apply(request('create'));
    expect(account.current()).toBe('key-2');
  });

  test('gives up when each one is taken away', async () => {
    const account = new Account();
    account.onMade((id) => account.keys.delete(id));
    await expect(createKeyProvisioner(account.store(), 'user').apply(request('create'))).rejects.toThrow('CloudTrail');
  });

  // IAM deletes no user who has keys, so that the stack could not be rolled back.
  test('gives up when each one is switched off, and has what is left of them removed', async () => {
    const account = new Account();
    account.onMade((id) => account.keys.set(id, { id, active: false, ageDays: 90 }));
    const provisioner = createKeyProvisioner(account.store(), 'user');
    await expect(provisioner.apply(request('create'))).rejects.toThrow('CloudTrail');
    expect([provisioner.nameOfRemains, account.keys.size]).toEqual(['user', 1]);
    await provisioner.remove(request('delete'));
    expect(account.keys.size).toBe(0);
  });

  test.each([['switched off', false, 90], ['of another age', true, 30]])('replaces a key that is %s', async (_, active, ageDays) => {
    const account = new Account();
    await createKeyProvisioner(account.store(), 'user').apply(request('create'));
    account.keys.set('key-1', { id: 'key-1', active, ageDays });
    await createKeyProvisioner(account.store(), 'user').apply(request('update'));
    expect(account.current()).toBe('key-2');
  });

  test('that is rolled back brings the former key back', async () => {
    const account = new Account();
    await createKeyProvisioner(account.store(90), 'user').apply(request('create'));
    await createKeyProvisioner(account.store(30), 'user').apply(request('update'));
    await createKeyProvisioner(account.store(90), 'user').apply(request('rollback'));
    expect([account.current(), ...account.keys.keys()]).toEqual(['key-1', 'key-1', 'key-2']);
  });

  test('does not bring back a key that would end before the next rotation', async () => {
    const account = new Account();
    await createKeyProvisioner(account.store(90), 'user').apply(request('create'));
    const [[version, key]] = account.values;
    account.values.set(version, { ...key, expiresAt: new Date(Date.now() + 44 * 86_400_000).toISOString() });
    await createKeyProvisioner(account.store(30), 'user').apply(request('update'));
    await createKeyProvisioner(account.store(90), 'user').apply(request('later'));
    expect(account.current()).toBe('key-3');
  });

  test('leaves a key that is as asked, and deletes one that nobody can have', async () => {
    const account = new Account();
    await createKeyProvisioner(account.store(), 'user').apply(request('create'));
    account.keys.set('lost', { id: 'lost', active: true, ageDays: 90 });
    await createKeyProvisioner(account.store(), 'user').apply(request('update'));
    expect([...account.keys.keys()]).toEqual(['key-1']);
  });
});

test.each<[unknown, boolean]>([[undefined, false], [{}, false], [{ Step: 'createSecret' }, false], [event('setSecret', 'x'), true]])('%j is a rotation: %s', (given, expected) => {
  expect(isRotationEvent(given)).toBe(expected);
});
