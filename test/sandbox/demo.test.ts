import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
jest.setTimeout(120_000);

interface Ended { readonly code: number; readonly said: string }

/** Runs the demo as `npm run demo` does, once everything is bundled. */
function demo(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const command = [require.resolve('tsx/cli'), '--tsconfig', 'tsconfig.check.json', 'sandbox/demo.ts', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: ROOT, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, said: `${stdout}\n${stderr}` });
    });
  });
}

test('shows five integrations on one connection, and what a local AWS cannot prove', async () => {
  const { code, said } = await demo();
  expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
  for (const integration of ['Amazon S3', 'Amazon Bedrock', 'Amazon SageMaker', 'AWS Lake Formation', 'Amazon RDS']) expect(said).toContain(`${integration}: Connection successful!`);
  expect(said).toContain('fleet.cars: rows 406');
  expect(said).toContain('refused: sandbox-postgres as payroll_iam_user');
  expect(said).toContain('Not proven without a real AWS account');
  expect(said.split('\n').length).toBeLessThan(400);
});

test('shows the diagnosis of mistakes, without databases where their servers cannot be had, and says so', async () => {
  const bin = mkdtempSync(path.join(tmpdir(), 'demo-path-'));
  try {
    // A machine without the servers and without apt-get: nothing of the host's is found but what the demo itself cannot do without.
    for (const [name, program] of [['node', process.execPath], ['sh', '/bin/sh']]) {
      writeFileSync(path.join(bin, name), `#!/bin/sh\nexec '${program}' "$@"\n`);
      chmodSync(path.join(bin, name), 0o755);
    }
    const SANDBOX_PYTHON = await python();
    const { code, said } = await demo(['--broken'], { PATH: bin, SANDBOX_PYTHON });
    expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
    for (const found of ['TOKEN_CLAIM_DIFFERS', 'TRUST_POLICY_DIFFERS', 'S3_NO_SUCH_BUCKET', 'BEDROCK_NEEDS_PROFILE', 'SAGEMAKER_INVOKE_DENIED', 'LAKE_FORMATION_TABLE_HIDDEN']) {
      expect(said).toContain(`${found}: `);
    }
    expect(said).toMatch(/The local databases need .*; on Debian 12: apt-get install /);
    expect(said).toContain('RDS, the fifth integration, was not shown, and is not in the document.');
  } finally {
    rmSync(bin, { recursive: true });
  }
});

/** The interpreter itself, not what a version manager puts in its place. */
function python(): Promise<string> {
  const command = process.env.SANDBOX_PYTHON ?? 'python3';
  return new Promise((resolve, reject) => {
    execFile(command, ['-c', 'import sys; print(sys.executable)'], (error, stdout) => (error ? reject(error) : resolve(stdout.trim())));
  });
}
