import { ConnectionMethod, Integration, Platform, type CustomPlatformOptions } from '../../src';

const S3_MESSAGE = 'Connection successful! Found {buckets} bucket(s).';

function own(options: Partial<CustomPlatformOptions> = {}): Platform {
  return Platform.custom({ id: 'acme', displayName: 'Acme', methods: [ConnectionMethod.OIDC_FEDERATION], integrations: [Integration.S3], ...options });
}

describe('4MINDS', () => {
  test('is what its guides say', () => {
    expect(Platform.fourMinds()).toMatchObject({
      id: '4minds',
      displayName: '4MINDS',
      resourcePrefix: '4MINDS',
      issuerUrl: 'https://api.4minds.ai',
      audience: 'sts.amazonaws.com',
      principal: undefined,
      externalIdRequired: false,
      methods: ['oidc-federation', 'cognito', 'bedrock-api-key'],
      integrations: ['s3', 'bedrock', 'sagemaker', 'lake-formation', 'rds'],
    });
  });

  test('takes another issuer and audience', () => {
    expect(Platform.fourMinds({ issuerUrl: 'https://issuer.example.com', audience: 'acme' })).toMatchObject({ issuerUrl: 'https://issuer.example.com', audience: 'acme' });
  });

  test.each(['https://app.4MINDS.ai', 'https://app.4minds.ai', 'https://APP.4MINDS.AI', 'https://app.4MINDS.ai/'])('takes %s only as copied from a token', (issuerUrl) => {
    expect(() => Platform.fourMinds({ issuerUrl })).toThrow(new Error(
      `issuerUrl '${issuerUrl}' is what one 4MINDS guide says while another says 'https://api.4minds.ai', and only the exact iss claim of the token works. `
      + 'Leave issuerUrl out, or copy the iss claim from a token of yours and set issuerUrlIsExact: true.'));
    expect(Platform.fourMinds({ issuerUrl, issuerUrlIsExact: true }).issuerUrl).toBe(issuerUrl);
  });

  test('has the labels of its forms', () => {
    const platform = Platform.fourMinds();
    const labels = (fields: { label: string }[]) => fields.map(({ label }) => label);
    expect(labels(platform.connectionFields(ConnectionMethod.OIDC_FEDERATION))).toEqual(['IAM Role ARN', 'External ID', 'AWS Region']);
    expect(labels(platform.connectionFields(ConnectionMethod.COGNITO))).toEqual(
      ['User Pool ID', 'App Client ID', 'App Client Secret', 'Identity Pool ID', 'Username', 'Password', 'AWS Region']);
    expect(labels(platform.connectionFields(ConnectionMethod.BEDROCK_API_KEY))).toEqual(['API Key', 'AWS Region']);
    expect(labels(platform.integrationFields(Integration.S3))).toEqual(['AWS Region', 'Default Bucket', 'Allowed Buckets']);
    expect(platform.successMessage(Integration.S3)).toBe(S3_MESSAGE);
  });
});

test('Airia comes from its account with an external ID', () => {
  const platform = Platform.airia();
  expect(platform).toMatchObject({
    id: 'airia',
    displayName: 'Airia',
    principal: '808540602285',
    externalIdRequired: true,
    issuerUrl: undefined,
    methods: ['cross-account-role'],
    integrations: ['s3', 'bedrock', 'sagemaker'],
  });
  expect(platform.connectionFields(ConnectionMethod.CROSS_ACCOUNT_ROLE).map(({ label }) => label)).toEqual(['Role ARN', 'External ID', 'Region']);
});

test('Kore.ai comes from what it names', () => {
  expect(Platform.koreAi({ principal: '222222222222' })).toMatchObject({
    id: 'kore-ai', displayName: 'Kore.ai', principal: '222222222222', externalIdRequired: false, methods: ['cross-account-role'], integrations: ['bedrock'],
  });
});

describe('a custom platform', () => {
  test('starts from the standard form', () => {
    expect(own()).toMatchObject({ id: 'acme', displayName: 'Acme', resourcePrefix: 'acme', audience: 'sts.amazonaws.com', issuerUrl: undefined, externalIdRequired: false });
    expect(own().successMessage(Integration.S3)).toBe(S3_MESSAGE);
    expect(own().connectionFields(ConnectionMethod.OIDC_FEDERATION)).toEqual(Platform.fourMinds().connectionFields(ConnectionMethod.OIDC_FEDERATION));
  });

  test('can be described in full', () => {
    const field = { name: 'roleArn', label: 'Role', required: true };
    const platform = own({
      methods: [ConnectionMethod.CROSS_ACCOUNT_ROLE],
      issuerUrl: 'https://issuer.example.com',
      audience: 'acme',
      principal: '222222222222',
      externalIdRequired: true,
      resourcePrefix: 'ACME',
      connectionFields: [field],
      s3SuccessMessage: '{buckets} found',
    });
    expect(platform).toMatchObject({ resourcePrefix: 'ACME', issuerUrl: 'https://issuer.example.com', audience: 'acme', principal: '222222222222', externalIdRequired: true });
    expect(platform.connectionFields(ConnectionMethod.CROSS_ACCOUNT_ROLE)).toEqual([field]);
    expect(platform.successMessage(Integration.S3)).toBe('{buckets} found');
  });

  test.each<[Partial<CustomPlatformOptions>, string]>([
    [{ id: '' }, "id '' is not a platform identifier. Use at most 32 lower-case letters, digits and hyphens."],
    [{ id: 'Acme' }, "id 'Acme' is not a platform identifier. Use at most 32 lower-case letters, digits and hyphens."],
    [{ id: '-acme' }, "id '-acme' is not a platform identifier. Use at most 32 lower-case letters, digits and hyphens."],
    [{ id: 'a'.repeat(33) }, `id '${'a'.repeat(33)}' is not a platform identifier. Use at most 32 lower-case letters, digits and hyphens.`],
    [{ displayName: ' ' }, "displayName ' ' is empty. Give the name that people know the platform by."],
    [{ methods: [] }, 'methods is empty. List at least one ConnectionMethod.'],
    [{ integrations: [] }, 'integrations is empty. List at least one Integration.'],
  ])('refuses %j', (options, message) => {
    expect(() => own(options)).toThrow(new Error(message));
  });
});

describe('what a platform does not have is refused with what it has', () => {
  const NO_METHOD = "Airia does not support the connection method 'oidc-federation'. It supports: cross-account-role.";
  const NO_INTEGRATION = 'Kore.ai does not support the integration Amazon S3. It supports: Amazon Bedrock.';

  test('methods', () => {
    expect(() => Platform.airia().connectionFields(ConnectionMethod.OIDC_FEDERATION)).toThrow(new Error(NO_METHOD));
    expect(() => Platform.airia()._requireMethod(ConnectionMethod.OIDC_FEDERATION)).toThrow(new Error(NO_METHOD));
  });

  test('integrations', () => {
    const platform = Platform.koreAi({ principal: '222222222222' });
    expect(() => platform.integrationFields(Integration.S3)).toThrow(new Error(NO_INTEGRATION));
    expect(() => platform.successMessage(Integration.S3)).toThrow(new Error(NO_INTEGRATION));
    expect(() => platform._requireIntegration(Integration.S3)).toThrow(new Error(NO_INTEGRATION));
  });
});

test('every platform has a form for each of its methods and integrations', () => {
  for (const platform of [Platform.fourMinds(), Platform.airia(), Platform.koreAi({ principal: '222222222222' }), own()]) {
    platform.methods.forEach((method) => expect(platform.connectionFields(method).length).toBeGreaterThan(0));
    platform.integrations.forEach((integration) => {
      expect(platform.integrationFields(integration).map(({ name }) => name)).toContain('region');
      expect(platform.successMessage(integration)).toMatch(/^Connection successful!/);
    });
  }
});

test('what a caller does to the lists of a platform does not reach the platform', () => {
  const platform = Platform.airia();
  platform.methods.push(ConnectionMethod.COGNITO);
  platform.connectionFields(ConnectionMethod.CROSS_ACCOUNT_ROLE).pop();
  expect(Platform.airia().methods).toEqual(['cross-account-role']);
  expect(platform.connectionFields(ConnectionMethod.CROSS_ACCOUNT_ROLE)).toHaveLength(3);
});
