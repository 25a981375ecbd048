import type { GivenKey } from './key-source';
import type { ConnectionContext } from '../connection/context';
import { stsRegion } from '../connection/sts-client';
import { found, passed, type Finding } from '../probes/finding';
import type { ProbeTarget } from '../probes/probe';

interface Service {
  readonly name: string;
  readonly url: string;
  readonly request: RequestInit;
}

function services({ document }: ConnectionContext, environment: NodeJS.ProcessEnv): readonly Service[] {
  const { sts, region } = document;
  const domain = sts.endpoint.split(`.${stsRegion(document)}.`)[1] ?? 'amazonaws.com';
  const own = (service: string): string | undefined => environment[`AWS_ENDPOINT_URL_${service}`] ?? environment.AWS_ENDPOINT_URL;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  return [
    { name: 'AWS STS', url: own('STS') ?? sts.endpoint, request: { method: 'POST', headers: form, body: 'Action=GetCallerIdentity&Version=2011-06-15' } },
    { name: 'Amazon S3', url: own('S3') ?? `https://s3.${region}.${domain}`, request: { method: 'GET' } },
  ];
}

/**
 * Sends the key to services that must not know it. The SDK's clients of these services would not send a bearer token, so the requests are
 * made by hand: what every caller of STS may do, and the list of buckets.
 */
export function otherServices(
  context: ConnectionContext, key: () => Promise<GivenKey>, environment: NodeJS.ProcessEnv = process.env,
): readonly ProbeTarget[] {
  return services(context, environment).map(({ name, url, request }) => ({
    name,
    provenBy: [{ probe: 'connection.credentials' }],
    check: async (): Promise<Finding> => {
      const { token } = await key();
      const status = await context.calls.once(async (signal) => {
        const answer = await fetch(url, { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` }, redirect: 'manual', signal });
        await answer.body?.cancel();
        return answer.status;
      });
      if (status >= 200 && status < 300) return found('API_KEY_TAKEN_ELSEWHERE', { service: name });
      if ([400, 401, 403].includes(status)) return passed(`${name} refuses the API key`, { status });
      return found('DENIAL_INCONCLUSIVE', { reason: `${name} answered ${status}` });
    },
  }));
}
