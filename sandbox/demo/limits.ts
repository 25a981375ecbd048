/** What a local AWS cannot prove: said at the end, not left to be found out. */
export const NOT_PROVEN: readonly string[] = [
  'Service control policies, resource control policies and permissions boundaries of an organization.',
  "IAM's eventual consistency: here a new role or policy counts at once.",
  "CloudFormation's own update and rollback semantics, and its quotas.",
  "The platform's side: its real tokens, its external ID, its own network.",
  'S3 itself: an emulator answers; its authorization is evaluated from the real policies by the sandbox.',
];
