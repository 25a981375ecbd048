import type { CustomResourceEvent } from '../custom-resource/custom-resource-event';

/** What a custom resource has become. */
export interface Provisioned {
  /** Names what was made; another one at an update makes CloudFormation delete the former. */
  readonly physicalResourceId: string;
  /** Attributes of the resource, never a secret: CloudFormation keeps them. */
  readonly data?: Readonly<Record<string, string>>;
}

/**
 * Makes and removes one kind of thing that CloudFormation has no type for. CloudFormation and Lambda repeat requests, and a function can
 * end half-way: both methods must come to the same end from wherever they are begun again.
 */
export interface Provisioner {
  /** Create and Update. */
  readonly apply: (event: CustomResourceEvent) => Promise<Provisioned>;
  /** Delete, also of what was never made or is gone already. */
  readonly remove: (event: CustomResourceEvent) => Promise<void>;
  /** Names what a creation that fails can leave behind, so that CloudFormation asks for its removal. Absent: it leaves nothing. */
  readonly nameOfRemains?: string;
}

/** What went wrong, in words for whoever reads the stack's events: what, and the cure. Its message holds no secret. */
export class ProvisioningError extends Error {
  public override readonly name = 'ProvisioningError';
}
