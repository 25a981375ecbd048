import type { CustomResourceEvent } from './custom-resource-event';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
export interface CustomResourceResponse {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  /** The same for the life of the resource: another one would make CloudFormation delete the first. */
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

/** CloudFormation takes a response of 4,096 bytes. */
export const MOST_RESPONSE_BYTES = 4_096;

/** What ties the answer to its question. */
export function addressOf({ StackId, RequestId, LogicalResourceId }: CustomResourceEvent): Pick<CustomResourceResponse, 'StackId' | 'RequestId' | 'LogicalResourceId'> {
  return { StackId, RequestId, LogicalResourceId };
}

export function bytesOf(response: CustomResourceResponse): number {
  return Buffer.byteLength(JSON.stringify(response));
}

export function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 3))}...`;
}
