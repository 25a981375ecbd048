/** Options of `BedrockModel.foundationModel()`. */
export interface FoundationModelOptions {
  /**
   * The regions that the model may be called in.
   *
   * @default - the region of the connection
   */
  readonly regions?: string[];
}

/** Options of `BedrockModel.inferenceProfile()`. */
export interface InferenceProfileOptions {
  /**
   * The regions that AWS may send a call to, besides the one that it is made in. They must be all that the profile has, or AWS can
   * refuse calls; the verifier compares. They vary from model to model, and AWS adds to them.
   *
   * @default - whichever regions the profile has, through the profile only
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
   */
  readonly destinationRegions?: string[];
}

/** Options of `BedrockModel.applicationInferenceProfile()`. */
export interface ApplicationInferenceProfileOptions {
  /**
   * The foundation model that the profile reaches, such as `anthropic.claude-sonnet-4-5-20250929-v1:0`.
   *
   * @default - whichever model the profile has, through the profile only
   */
  readonly foundationModelId?: string;

  /**
   * The regions that AWS may send a call to; needs `foundationModelId`.
   *
   * @default - whichever regions the profile has, through the profile only
   */
  readonly destinationRegions?: string[];
}
