import type { Conditions } from './statement';

/** What a statement says apart from its resources. Two grants of one head can share a statement. */
export interface StatementHead {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly conditions?: Conditions;
  /** Why a resource of this statement may hold a wildcard; every wildcard that is emitted has such a reason. */
  readonly wildcardReason?: string;
}

/** The smallest piece that packing moves: one resource under one statement head. */
export interface Grant {
  readonly head: StatementHead;
  readonly resource: string;
  /** The thing that the caller listed (a bucket, a model, a table), for messages that count them. */
  readonly unit: string;
  /** The longest value that a token inside `resource` can take, in characters. */
  readonly tokenBound?: number;
}
