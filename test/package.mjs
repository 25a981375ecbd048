// What is published works: every jsii target generates, and a clean project that installs the tarball synthesizes every example
// with neither a bundler nor Docker in reach.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { runChecks } from './checks.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'package-'));
const consumer = join(scratch, 'consumer');
const { version } = JSON.parse(readFileSync('node_modules/aws-cdk-lib/package.json', 'utf8'));
const constructs = JSON.parse(readFileSync('node_modules/constructs/package.json', 'utf8')).version;
let tarball;

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

/** The first example, as a Python app writes it. */
const PYTHON_APP = `
import aws_cdk as cdk
from cdk_ai_platform_access import ConnectionVerifier, OidcFederationRole, OnDeploy, Platform, S3Access

app = cdk.App()
stack = cdk.Stack(app, "FourMindsS3", env=cdk.Environment(account="111111111111", region="us-east-1"))
connection = OidcFederationRole(stack, "FourMinds", platform=Platform.four_minds(), subjects=["workspace:acme"])
S3Access(stack, "Datasets", connection=connection, allowed_bucket_names=["acme-prod-datasets"], prefixes={"acme-prod-datasets": ["curated/"]})
ConnectionVerifier(stack, "Verifier", connection=connection, on_deploy=OnDeploy.WARN)
app.synth()
`;

const examples = readdirSync('examples', { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(join('examples', entry.name, 'app.ts')));

const checks = {
  'every jsii target generates code': () => {
    execFileSync('npx', ['--no-install', 'jsii-pacmak', '--code-only', '--outdir', join(scratch, 'targets')], { stdio: 'inherit' });
    for (const target of ['js', 'python', 'java', 'dotnet', 'go']) expect(existsSync(join(scratch, 'targets', target)), `no code for ${target}`);
  },
  'the tarball holds what a consumer needs and nothing else': () => {
    const [{ filename, files }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
    tarball = join(scratch, filename);
    const paths = files.map(({ path }) => path);
    for (const path of ['lib/index.js', 'lib/index.d.ts', '.jsii', 'assets/verifier/index.mjs', 'assets/bedrock-key/index.mjs', 'assets/cli/index.mjs', 'schema/connection-document.schema.json', 'schema/verification-report.schema.json']) {
      expect(paths.includes(path), `${path} is missing`);
    }
    const stray = paths.filter((path) => /^(src|test|sandbox|lambda|cli|bench|examples|\.sandbox)\//.test(path));
    expect(stray.length === 0, `not for publication: ${stray.slice(0, 5).join(', ')}`);
  },
  'a clean project installs it': () => {
    mkdirSync(consumer);
    writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball, `aws-cdk-lib@${version}`, `constructs@${constructs}`], { cwd: consumer, stdio: ['ignore', 'inherit', 'inherit'] });
    expect(!existsSync(join(consumer, 'node_modules', 'esbuild')), 'a bundler came along');
  },
  'every class and enum can be required and imported by name, and is loaded only then': () => {
    const { types } = JSON.parse(readFileSync(join(consumer, 'node_modules', 'cdk-ai-platform-access', '.jsii'), 'utf8'));
    const names = Object.values(types).filter(({ kind }) => kind !== 'interface').map(({ name }) => name);
    writeFileSync(join(consumer, 'names.cjs'), `
      const library = require('cdk-ai-platform-access');
      const loaded = () => Object.keys(require.cache).filter((file) => /cdk-ai-platform-access.lib/.test(file)).length;
      const before = loaded();
      const missing = ${JSON.stringify(names)}.filter((name) => library[name] === undefined);
      console.log(JSON.stringify({ before, after: loaded(), missing }));`);
    const run = (file) => execFileSync(process.execPath, [file], { cwd: consumer, encoding: 'utf8' });
    const { before, after, missing } = JSON.parse(run('names.cjs'));
    expect(names.length > 20 && missing.length === 0, `missing: ${missing.join(', ')}`);
    expect(before === 1 && after > 20, `${before} files of the library are loaded at first, ${after} in the end`);
    writeFileSync(join(consumer, 'names.mjs'), `import { ${names.join(', ')} } from 'cdk-ai-platform-access'; console.log([${names.join(', ')}].includes(undefined));`);
    expect(run('names.mjs').trim() === 'false', 'an imported name is undefined');
  },
  'the command line that comes along starts from its name': () => {
    const said = execFileSync(join(consumer, 'node_modules', '.bin', 'cdk-ai-platform-access'), ['bedrock-token', '--help'], { cwd: consumer, encoding: 'utf8', env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` } });
    expect(said.includes('--role-arn'), `it says: ${said}`);
  },
  'a Python project installs what is generated for it, and synthesizes': () => {
    const environment = join(scratch, 'python');
    execFileSync(process.env.SANDBOX_PYTHON ?? 'python3', ['-m', 'venv', environment], { stdio: ['ignore', 'inherit', 'inherit'] });
    const python = join(environment, 'bin', 'python');
    const install = (...what) => execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...what], { stdio: ['ignore', 'inherit', 'inherit'] });
    install(`aws-cdk-lib==${version}`, 'setuptools', 'wheel');
    install('--no-deps', '--no-build-isolation', join(scratch, 'targets', 'python'));
    writeFileSync(join(environment, 'app.py'), PYTHON_APP);
    const out = join(environment, 'cdk.out');
    execFileSync(python, ['app.py'], { cwd: environment, env: { PATH: dirname(process.execPath), CDK_OUTDIR: out, CDK_VALIDATION: 'false' }, stdio: 'pipe' });
    const template = readFileSync(join(out, 'FourMindsS3.template.json'), 'utf8');
    expect(template.includes('"arn:aws:s3:::acme-prod-datasets/curated/*"'), 'the template does not grant the prefix');
    expect(template.includes('Custom::AiPlatformConnectionVerification'), 'the template does not verify the connection');
  },
  ...Object.fromEntries(examples.map(({ name }) => [`the clean project synthesizes ${name}`, () => {
    cpSync(join('examples', name), join(consumer, name), { recursive: true });
    for (const file of readdirSync(join(consumer, name)).filter((each) => each.endsWith('.ts'))) {
      const source = readFileSync(join(consumer, name, file), 'utf8');
      const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
      writeFileSync(join(consumer, name, file.replace(/\.ts$/, '.js')), outputText);
    }
    const out = join(consumer, `${name}.out`);
    // Only node itself can be found: no Docker, no bundler, no shell tools.
    execFileSync(process.execPath, [join(name, 'app.js')], { cwd: consumer, env: { PATH: dirname(process.execPath), CDK_OUTDIR: out, CDK_VALIDATION: 'false' }, stdio: ['ignore', 'inherit', 'inherit'] });
    const templates = readdirSync(out).filter((file) => file.endsWith('.template.json'));
    expect(templates.length > 0, 'no template came out');
    const asset = readdirSync(out).find((file) => file.startsWith('asset.') && existsSync(resolve(out, file, 'index.mjs')));
    expect(asset, 'the verifier asset is missing');
  }])),
};

try {
  runChecks(checks);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
