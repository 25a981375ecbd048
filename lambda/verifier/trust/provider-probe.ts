import { spellingNote } from './spelling';
import type { ProviderInForce, TrustReader } from './trust-reader';
import { failureOf } from '../../aws/failure';
import type { ConnectionContext } from '../connection/context';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** Only for connections that come in through an OIDC provider. */
export function providerProbe({ document: { trust } }: ConnectionContext, reader: TrustReader): Probe {
  const { providerArn, issuer = '', audiences = [] } = trust;
  const check = async (arn: string): Promise<Finding | readonly Finding[]> => {
    try {
      return compareProvider(await reader.provider(arn), issuer, audiences);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.name.startsWith('NoSuchEntity')) return found('PROVIDER_MISSING', { provider: arn, issuer });
      if (failure.kind === 'denied') return found('VERIFIER_NOT_ALLOWED', { action: 'iam:GetOpenIDConnectProvider', resource: arn });
      throw error;
    }
  };
  return {
    id: 'trust.provider',
    expects: 'allowed',
    targets: providerArn === undefined ? [] : [{ name: providerArn, check: async () => check(providerArn) }],
  };
}

/** IAM gives back the URL without its scheme. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html */
function compareProvider({ url, audiences }: ProviderInForce, issuer: string, wanted: readonly string[]): Finding | readonly Finding[] {
  const actual = `https://${url.replace(/^https?:\/\//, '')}`;
  const findings: Finding[] = [];
  if (actual !== issuer) findings.push(found('PROVIDER_URL_DIFFERS', { actual, expected: issuer, note: spellingNote(actual, [issuer]) }));
  for (const audience of wanted) if (!audiences.includes(audience)) findings.push(found('PROVIDER_AUDIENCE_MISSING', { audience }));
  return findings.length > 0 ? findings : passed(`The OIDC provider is there and lists ${wanted.join(', ')}`);
}
