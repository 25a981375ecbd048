import type { BedrockModel } from './bedrock-model';
import type { IConnection } from '../../connection/i-connection';

/** A guardrail that every prompt must name. */
export interface RequiredGuardrail {
  /** The ARN of the guardrail, such as `CfnGuardrail.attrGuardrailArn`; in the region of the connection. */
  readonly guardrailArn: string;

  /**
   * The version that prompts must name: a number, or `DRAFT`.
   *
   * @default - any numbered version
   */
  readonly version?: string;
}

/** Properties of a `BedrockAccess`. */
export interface BedrockAccessProps {
  /** The connection that gets the access. */
  readonly connection: IConnection;

  /**
   * What the platform may invoke.
   *
   * @default - none
   */
  readonly models?: BedrockModel[];

  /**
   * Lets the platform invoke every foundation model, inference profile, provisioned throughput, custom model deployment, imported
   * model and prompt router of the account; new ones too. Marketplace endpoints are always listed one by one.
   *
   * @default false
   */
  readonly allModels?: boolean;

  /**
   * The regions that `allModels` may be called in. Inference profiles still reach the regions of their geography.
   *
   * @default - every region
   */
  readonly regions?: string[];

  /**
   * Whether the platform may have answers streamed.
   *
   * @default true
   */
  readonly streaming?: boolean;

  /**
   * Whether the connection's role may use short-term API keys, as the command `bedrock-token` makes them of a session of the role. Not
   * for a `BedrockApiKey`, whose long-term key is allowed in any case.
   *
   * @default false
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-permissions.html
   */
  readonly shortTermKeys?: boolean;

  /**
   * Lets the platform's first call of a third-party model subscribe the account to it, which AWS bills. Without it, an administrator
   * calls each such model once.
   *
   * @default false
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
   */
  readonly marketplaceSubscription?: boolean;

  /**
   * A guardrail without which no model may be invoked. The platform must name it in each call.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
   */
  readonly guardrail?: RequiredGuardrail;

  /**
   * Models that the platform must not reach: they get no permission, and the verifier proves that the platform is refused.
   *
   * @default - the verifier takes a model that is offered in the region and not granted
   */
  readonly deniedModels?: BedrockModel[];

  /**
   * Regions that no prompt may come to: a model that is called there, or that a profile may send there, is an error, and the verifier
   * proves that the platform is refused there. With them, each inference profile needs its `destinationRegions`.
   *
   * @default - the verifier takes a neighbouring region in which nothing is granted
   */
  readonly deniedRegions?: string[];

  /**
   * Whether the verifier invokes each granted model, with a prompt of one word and an answer of one token, which AWS bills. Calls
   * that must be refused are made in any case.
   *
   * @default true
   */
  readonly verifyInvocation?: boolean;
}
