import type { SageMakerEndpoint } from './sagemaker-endpoint';
import type { IConnection } from '../../connection/i-connection';

/** Properties of a `SageMakerAccess`. */
export interface SageMakerAccessProps {
  /** The connection that gets the access. */
  readonly connection: IConnection;

  /**
   * Endpoints that the platform may describe and invoke. Its picker shows the names of all endpoints of the account and region all the
   * same: AWS cannot filter the list.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
   */
  readonly endpoints?: SageMakerEndpoint[];

  /**
   * Lets the platform describe and invoke every endpoint and inference component of the account and region; new ones too.
   *
   * @default false
   */
  readonly allEndpoints?: boolean;

  /**
   * Lets the platform get answers as a stream.
   *
   * @default true
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html
   */
  readonly streaming?: boolean;

  /**
   * Lets the platform follow an endpoint to its configuration and models, and list models and training jobs. It shows metadata only, but
   * that of a model includes its container's environment variables.
   *
   * @default true
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModel.html
   */
  readonly lineage?: boolean;

  /**
   * Endpoint configurations that the platform may describe.
   *
   * @default - every one of the account and region: an endpoint is not tied to one, and each update gives it another
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html
   */
  readonly endpointConfigNames?: string[];

  /**
   * Models that the platform may describe.
   *
   * @default - every one of the account and region: which models an endpoint serves is only in its configuration of the day
   */
  readonly modelNames?: string[];

  /**
   * Names of endpoints that the platform must not reach: they get no permission, and the verifier proves that the platform is refused there.
   *
   * @default - none
   */
  readonly deniedEndpointNames?: string[];
}
