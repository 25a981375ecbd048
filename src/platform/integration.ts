/** An AWS service that a platform connects to. */
export enum Integration {
  /** Amazon S3: datasets and files. */
  S3 = 's3',
  /** Amazon Bedrock: foundation models, inference profiles, custom models. */
  BEDROCK = 'bedrock',
  /** Amazon SageMaker: deployed endpoints. */
  SAGEMAKER = 'sagemaker',
  /** AWS Lake Formation: governed tables, through Glue and Athena. */
  LAKE_FORMATION = 'lake-formation',
  /** Amazon RDS and Aurora: tables, through IAM database authentication. */
  RDS = 'rds',
}

/** The names that people know the integrations by. */
export const INTEGRATION_NAMES: Readonly<Record<Integration, string>> = {
  [Integration.S3]: 'Amazon S3',
  [Integration.BEDROCK]: 'Amazon Bedrock',
  [Integration.SAGEMAKER]: 'Amazon SageMaker',
  [Integration.LAKE_FORMATION]: 'AWS Lake Formation',
  [Integration.RDS]: 'Amazon RDS',
};
