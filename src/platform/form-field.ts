/** A field of a platform's connection form. */
export interface FormField {
  /**
   * What the field holds, in this library's words, such as `roleArn` or `defaultBucket`. Also the end of the stack output's
   * name: `roleArn` becomes `<Connection>RoleArn`.
   */
  readonly name: string;

  /** The label in the platform's form, such as `IAM Role ARN`. */
  readonly label: string;

  /** Whether the platform insists on it. */
  readonly required: boolean;
}
