import type { SageMakerTestRequest } from './sagemaker-test-request';

/** What an endpoint is limited to, and what the verifier invokes it with. */
export interface SageMakerEndpointOptions {
  /**
   * Inference components of the endpoint that the platform may invoke. AWS authorises such a call on the endpoint and on the component.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
   */
  readonly inferenceComponentNames?: string[];

  /**
   * Models of a multi-model endpoint that the platform may invoke, as the `TargetModel` of the call; `*` stands for any characters, as in
   * `team-a/*`. The call that streams takes no target model, so it is not allowed on such an endpoint.
   *
   * @default - every model of the endpoint
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoint-security.html
   */
  readonly targetModels?: string[];

  /**
   * What the verifier invokes the endpoint with. The endpoint bills such an invocation like any other.
   *
   * @default - the verifier does not invoke the endpoint, unless its event holds a request; it only proves that it would be let in
   */
  readonly testRequest?: SageMakerTestRequest;
}
