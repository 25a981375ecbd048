import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ServerCertificate {
  readonly certificatePath: string;
  readonly keyPath: string;
}

export interface CertificateAuthority {
  readonly certificatePath: string;
  /** The certificate as PEM text: the bundle that clients trust. */
  readonly certificate: string;
  issue(name: string, hosts: readonly string[]): Promise<ServerCertificate>;
}

/** A certificate authority that lives in one directory, and is trusted by nothing but the clients that are given its certificate. */
export async function createCertificateAuthority(directory: string, name = 'sandbox RDS root CA'): Promise<CertificateAuthority> {
  const certificatePath = join(directory, 'ca.pem');
  const keyPath = join(directory, 'ca.key');
  await run('openssl', [
    'req', '-x509', ...EC_KEY, '-keyout', keyPath, '-out', certificatePath, '-days', '2', '-subj', `/CN=${name}`,
    '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign',
  ]);
  return {
    certificatePath,
    certificate: await readFile(certificatePath, 'utf8'),
    issue: (server, hosts) => issue(directory, certificatePath, keyPath, server, hosts),
  };
}

const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

async function issue(directory: string, caPath: string, caKeyPath: string, name: string, hosts: readonly string[]): Promise<ServerCertificate> {
  const certificatePath = join(directory, `${name}.pem`);
  const keyPath = join(directory, `${name}.key`);
  const requestPath = join(directory, `${name}.csr`);
  const extensionsPath = join(directory, `${name}.ext`);
  await writeFile(extensionsPath, [
    `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`, 'basicConstraints=CA:FALSE', 'extendedKeyUsage=serverAuth',
  ].join('\n'));
  await run('openssl', ['req', '-new', ...EC_KEY, '-keyout', keyPath, '-out', requestPath, '-subj', `/CN=${hosts[0]}`]);
  await run('openssl', [
    'x509', '-req', '-in', requestPath, '-CA', caPath, '-CAkey', caKeyPath, '-days', '2', '-extfile', extensionsPath, '-out', certificatePath,
    // Not from a serial file, which two servers that start at once would share.
    '-set_serial', `0x${randomBytes(15).toString('hex')}`,
  ]);
  return { certificatePath, keyPath };
}
