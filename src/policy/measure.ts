/** How CDK writes a token inside a string; a pseudo parameter keeps its name in it. */
export const TOKEN_MARKER = /\$\{Token\[(?:AWS\.(\w+)|[^\]]*?)\.?\d+\]\}/g;

/**
 * The longest values that the pseudo parameters can take, with room for regions to come.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */
const PSEUDO_PARAMETER_BOUNDS: Readonly<Record<string, number>> = {
  Partition: 'aws-us-gov'.length,
  Region: 'ap-southeast-10'.length,
  AccountId: 12,
  URLSuffix: 'amazonaws.com.cn'.length,
  StackName: 128,
};

/** Longer than any ARN or name that this library grants on. */
export const ANY_TOKEN_BOUND = 256;

/**
 * The number of characters of a text once its tokens are resolved: exact without tokens, a safe upper bound with them.
 *
 * @param bound the longest value that a token other than a pseudo parameter can take here
 */
export function upperBoundLength(text: string, bound = ANY_TOKEN_BOUND): number {
  let length = text.length;
  // Most texts hold no token, and there can be thousands of them.
  if (!text.includes('${Token[')) return length;
  for (const [marker, pseudoParameter] of text.matchAll(TOKEN_MARKER)) {
    length += (PSEUDO_PARAMETER_BOUNDS[pseudoParameter] ?? bound) - marker.length;
  }
  return length;
}
