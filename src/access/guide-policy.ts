/** Why our policy has an action that a guide's has not, or the other way round. */
export interface Deviation {
  readonly action: string;
  readonly why: string;
}

/** A platform guide's own policy of an access, and how to get here what it was meant to be. */
export interface GuidePolicy<Properties> {
  readonly guide: string;
  /** Its actions, all on `*` unless they are those of a bucket. */
  readonly actions: readonly string[];
  /** The properties of the access that mean the same, in TypeScript. */
  readonly here: string;
  readonly properties: Properties;
  readonly added: readonly Deviation[];
  readonly leftOut: readonly Deviation[];
}
