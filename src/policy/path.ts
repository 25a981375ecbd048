import { invalid, isLiteral } from '../validation/invalid';

/**
 * Refuses a path of a role or a policy that IAM would refuse.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function requirePath(path: string | undefined): void {
  if (isLiteral(path) && (!/^\/(?:[\x21-\x7e]+\/)?$/.test(path) || path.length > 512)) {
    throw invalid('path', path, 'is no path that IAM takes', 'Start and end it with a slash, at most 512 characters: /ai-platforms/');
  }
}
