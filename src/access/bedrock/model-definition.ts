/** The kinds of what can be invoked, named as in their ARNs. */
export type ModelType =
  | 'foundation-model' | 'inference-profile' | 'application-inference-profile' | 'provisioned-model' | 'custom-model-deployment' | 'imported-model'
  | 'prompt-router' | 'marketplace-endpoint';

/** What the caller listed. */
export interface ModelDefinition {
  readonly type: ModelType;
  /** What the caller gave, for messages. */
  readonly given: string;
  /** An ID or, for all but foundation models and system-defined profiles, an ARN. */
  readonly id: string;
  /** Where a foundation model is called. Undefined: where the connection is. */
  readonly regions?: readonly string[];
  /** Where a profile is called, and in which account. Undefined: where the connection is. */
  readonly source?: { readonly region: string; readonly account: string };
  readonly destinationRegions?: readonly string[];
  /** The ID of the foundation model behind it, where it is known. */
  readonly foundationModel?: string;
}

/** Where the connection is. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}
