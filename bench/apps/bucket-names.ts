const ENVIRONMENTS = ['prod', 'staging', 'dev', 'sandbox', 'dr'];
const DOMAINS = ['customer-events', 'billing-exports', 'ml-training-data', 'web-clickstream', 'product-catalog', 'support-transcripts', 'iot-telemetry'];
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'];

/** Short names, so that a thousand of them fit into the twenty policies that a role can carry at most. */
function shortBucketNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `acme-prod-datasets-${String(index).padStart(4, '0')}`);
}

/** Names of the length that companies give their buckets: 30 to 50 characters. */
function realBucketNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const pick = (list: readonly string[], step: number) => list[Math.floor(index / step) % list.length];
    return `acme-${pick(ENVIRONMENTS, 1)}-${pick(DOMAINS, 5)}-${pick(REGIONS, 35)}-${index}`;
  });
}

/** What the environment asks for: BUCKETS of them, with NAMES of `real` length or short. */
export function benchmarkBuckets(): string[] {
  const count = Number(process.env.BUCKETS ?? 1);
  return process.env.NAMES === 'real' ? realBucketNames(count) : shortBucketNames(count);
}
