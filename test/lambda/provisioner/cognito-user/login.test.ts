import type { SignIn } from '../../../../lambda/aws/cognito/sign-in';
import type { KeptSecret, Versions } from '../../../../lambda/provisioner/cognito-user/kept-secret';
import { changePassword, ensureLogin, type Login } from '../../../../lambda/provisioner/cognito-user/login';
import { rotate } from '../../../../lambda/provisioner/cognito-user/rotation';
import type { UserPool } from '../../../../lambda/provisioner/cognito-user/user-pool';

const SIGNED_IN: SignIn = { idToken: 'id', tokens: [] };
const failure = (name: string) => Object.assign(new Error(name), { name, $metadata: { httpStatusCode: 400 } });

/** A pool and a secret in memory, in which single calls can be made to fail; the secret remembers what it held. */
class Account {
  public password: string | undefined = 'former';
  public versions: Versions = { current: 'v1' };
  public readonly values = new Map([['v1', 'former']]);
  public readonly log: string[] = [];

  public login(pool: Partial<UserPool> = {}, secret: (own: KeptSecret) => Partial<KeptSecret> = () => ({}), ownsUser = true): Login {
    const kept: KeptSecret = {
      versions: async () => this.versions,
      value: async (version) => this.values.get(version),
      putPending: async (version, value) => {
        this.log.push('keep');
        this.values.set(version, value);
        this.versions = { ...this.versions, pending: version };
      },
      promote: async ({ pending }) => {
        this.log.push('promote');
        this.versions = { current: pending! };
      },
      dropPending: async () => { this.versions = { current: this.versions.current! }; },
      keep: async () => undefined,
    };
    const ours: UserPool = {
      requireUnattended: async () => undefined,
      minimumPasswordLength: async () => undefined,
      clientSecret: async () => undefined,
      user: async () => (this.password === undefined ? 'missing' : 'ours'),
      createUser: async () => { this.log.push('create'); this.password = 'temporary'; },
      setPassword: async (password) => { this.log.push('set'); this.password = password; },
      signIn: async (password) => {
        this.log.push('sign in');
        if (password !== this.password) throw failure('NotAuthorizedException');
        return SIGNED_IN;
      },
      deleteUser: async () => { this.log.push('delete'); this.password = undefined; },
    };
    return { pool: { ...ours, ...pool }, secret: { ...kept, ...secret(kept) }, ownsUser };
  }

  /** What whoever reads the secret signs in with. */
  public get current(): string | undefined {
    return this.values.get(this.versions.current ?? '');
  }
}

describe('a change of the password', () => {
  test('is kept, set, tried and made the current one, in this order, and once', async () => {
    const account = new Account();
    await changePassword(account.login(), 'v2');
    expect(account.log).toEqual(['keep', 'set', 'sign in', 'promote']);
    expect([account.versions, account.current]).toEqual([{ current: 'v2' }, account.password]);
    await changePassword(account.login(), 'v2');
    expect(account.log).toHaveLength(4);
  });

  test('that fails puts the former password back', async () => {
    const account = new Account();
    await expect(changePassword(account.login({ signIn: async () => { throw failure('InternalErrorException'); } }), 'v2')).rejects.toThrow('InternalErrorException');
    expect([account.versions, account.current, account.password]).toEqual([{ current: 'v1' }, 'former', 'former']);
  });

  test('of a new user that fails takes the user away again', async () => {
    const account = new Account();
    Object.assign(account, { password: undefined, versions: {} });
    await expect(changePassword(account.login({ signIn: async () => ({ challenge: 'SOFTWARE_TOKEN_MFA' }) }), 'v1')).rejects.toThrow('answers the right password with SOFTWARE_TOKEN_MFA');
    expect([account.password, account.log.at(-1)]).toEqual([undefined, 'delete']);
  });

  test('of a user of others that fails stays pending, as the former password is not known', async () => {
    const account = new Account();
    account.versions = {};
    await expect(changePassword(account.login({ user: async () => 'of others', signIn: async () => { throw failure('InternalErrorException'); } }, undefined, false), 'v2')).rejects.toThrow('InternalErrorException');
    expect(account.versions).toEqual({ pending: 'v2' });
    expect(account.log).not.toContain('delete');
  });

  test.each<[string, (account: Account, own: KeptSecret) => KeptSecret['promote']]>([
    ['whose last answer is lost', (_, own) => async (versions) => { await own.promote(versions); throw failure('TimeoutError'); }],
    ['whose last step is half done', (account) => async ({ pending }) => { account.versions = { current: pending!, pending: pending! }; throw failure('TimeoutError'); }],
  ])('%s is done all the same', async (_, promote) => {
    const account = new Account();
    await changePassword(account.login({}, (own) => ({ promote: promote(account, own) })), 'v2');
    expect([account.versions, account.current]).toEqual([{ current: 'v2' }, account.password]);
  });

  test('is tried again while the pool does not know the new password yet, three times at most', async () => {
    const account = new Account();
    let attempts = 0;
    const signIn = (failures: number) => async (): Promise<SignIn> => {
      attempts += 1;
      if (attempts <= failures) throw failure('NotAuthorizedException');
      return SIGNED_IN;
    };
    await changePassword(account.login({ signIn: signIn(2) }), 'v2');
    expect([attempts, account.versions]).toEqual([3, { current: 'v2' }]);
    attempts = 0;
    await expect(changePassword(account.login({ signIn: signIn(9) }), 'v3')).rejects.toThrow('NotAuthorizedException');
    expect([attempts, account.versions]).toEqual([3, { current: 'v2' }]);
  });
});

describe('a login', () => {
  test.each([
    ['works already', 'former', {}, ['sign in', 'sign in']],
    ['has another password in the pool', 'other', {}, ['sign in', 'set', 'sign in']],
    ['was reset', 'former', { first: 'PasswordResetRequiredException' }, ['sign in', 'set', 'sign in']],
    ['has lost its user', undefined, {}, ['create', 'sign in', 'set', 'sign in']],
  ])('that %s is made to work', async (_, password, { first }: { readonly first?: string }, log) => {
    const account = new Account();
    account.password = password;
    const { pool } = account.login();
    let failures = first === undefined ? 0 : 1;
    const signIn: UserPool['signIn'] = async (given) => {
      failures -= 1;
      const answer = pool.signIn(given);
      if (failures >= 0) throw failure(first!);
      return answer;
    };
    await ensureLogin(account.login({ signIn }), 'v2');
    expect([account.log, account.versions, account.password]).toEqual([log, { current: 'v1' }, 'former']);
  });

  test('that fails otherwise is not touched', async () => {
    const account = new Account();
    await expect(ensureLogin(account.login({ signIn: async () => { throw failure('TooManyRequestsException'); } }), 'v2')).rejects.toThrow('TooManyRequestsException');
    expect(account.password).toBe('former');
  });

  test.each<[string, Partial<UserPool>, boolean, string]>([
    ['of others where ours should be', { user: async () => 'of others' }, true, 'The user exists already and is not of this connection.'],
    ['that should be there and is not', { user: async () => 'missing' }, false, 'The user does not exist.'],
  ])('of a user %s is refused', async (_, pool, ownsUser, message) => {
    const account = new Account();
    await expect(ensureLogin(account.login(pool, undefined, ownsUser), 'v2')).rejects.toThrow(message);
    await expect(changePassword(account.login(pool, undefined, ownsUser), 'v2')).rejects.toThrow(message);
    expect(account.log).toEqual([]);
  });
});

test('a rotation keeps the new password at its first step and does all else at its last', async () => {
  const account = new Account();
  const seen: string[][] = [];
  for (const Step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const) {
    await rotate(account.login(), { Step, SecretId: 'arn', ClientRequestToken: 'v2' });
    seen.push([...account.log]);
  }
  expect(seen).toEqual([['keep'], ['keep'], ['keep'], ['keep', 'set', 'sign in', 'promote']]);
  await rotate(account.login(), { Step: 'createSecret', SecretId: 'arn', ClientRequestToken: 'v2' });
  expect(account.versions).toEqual({ current: 'v2' });
});
