/** What a local AWS cannot prove: said at the end, not left to be found out. */
export const NOT_PROVEN: readonly string[] = [
  'Service control policies, resource control policies and permissions boundaries of an organization.',
  "IAM's eventual consistency: here a new role or policy counts at once.",
  "CloudFormation's own update and rollback semantics, and its quotas.",
  "The platform's side: its real tokens, its external ID, its own network.",
  'S3 itself: an emulator answers; its authorization is evaluated from the real policies by the sandbox.',
  'Bedrock: the sandbox answers in place of the models. Subscriptions, use-case forms and quotas are not emulated.',
  'SageMaker: the endpoints repeat what they are sent; no model computes anything.',
  'Lake Formation and Athena: DuckDB runs the queries, and the sandbox decides by the grants which tables and columns they see.',
];

export const NOT_PROVEN_OF_RDS: readonly string[] = [
  'RDS: PostgreSQL and MariaDB are real, but modules of the sandbox check the IAM tokens and ask the sandbox whether the policies let them in.',
  "Aurora, MySQL, proxies, RDS's own certificates, VPCs and security groups: every server is on this machine.",
];
