import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { S3Client } from '@aws-sdk/client-s3';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import { certificateAuthorities } from '../../../../lambda/verifier/rds/certificate-authorities';
import { getDecoder, getEncoder } from '../../../../lambda/verifier/rds/mysql/character-sets';
import type { RdsSection } from '../../../../src/document/connection-document-v1';

const deadline = startDeadline(60_000);
afterAll(() => deadline.clear());
const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 5_000, propagationMs: 0 });
const section = (given?: RdsSection['scope']['certificateAuthorities']) => ({ scope: { certificateAuthorities: given } }) as RdsSection;
const bucket = (body: string) => ({ send: async () => ({ Body: { transformToString: async () => body } }) }) as unknown as S3Client;
const PEM = '-----BEGIN CERTIFICATE-----\n';

test('those that come with the verifier are of RDS, in many regions', async () => {
  const pem = await certificateAuthorities('instance', section(), bucket(''), calls);
  const names = pem.split(/(?=-----BEGIN CERTIFICATE-----)/).map((each) => new X509Certificate(each).subject);
  for (const region of ['us-east-1', 'eu-central-1', 'ap-southeast-2']) expect(names.filter((name) => name.includes(`Amazon RDS ${region} Root CA`)).length).toBeGreaterThan(0);
});

test('a proxy has a certificate of the public authorities', async () => {
  expect(await certificateAuthorities('proxy', section(), bucket(''), calls)).toBe(rootCertificates.join('\n'));
});

test('given ones are trusted alone, for a proxy too', async () => {
  for (const kind of ['instance', 'cluster', 'proxy'] as const) expect(await certificateAuthorities(kind, section({ bucket: 'b', key: 'k' }), bucket(PEM), calls)).toBe(PEM);
});

test('a file that can not be read, or is none of certificates, is told with its place', async () => {
  const refusing = { send: async () => { throw Object.assign(new Error('no'), { name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } }); } } as unknown as S3Client;
  const read = (s3: S3Client) => certificateAuthorities('instance', section({ bucket: 'b', key: 'k' }), s3, calls);
  await expect(read(refusing)).rejects.toMatchObject({ code: 'RDS_AUTHORITIES_UNREADABLE', message: 'The certificate authorities at s3://b/k could not be read: NoSuchKey' });
  await expect(read(bucket('<html>'))).rejects.toMatchObject({ code: 'RDS_AUTHORITIES_UNREADABLE' });
});

test.each([['cesu8', 'é東'], ['gbk', undefined], ['an unknown one', undefined]])('what a server says in %s does not end in another failure', (encoding, text) => {
  const decoder = getDecoder(encoding);
  expect(decoder.write(Buffer.from(text ?? 'plain')) + decoder.end()).toBe(text ?? 'plain');
  expect(() => getEncoder(encoding)).toThrow(RangeError);
});
