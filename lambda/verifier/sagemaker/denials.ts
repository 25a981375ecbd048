import { failureOf } from '../../aws/failure';
import { found, type Finding } from '../probes/finding';

/** The finding of a list, which AWS grants on `*` only. */
export async function orListDenied(what: string, action: string, list: () => Promise<Finding>): Promise<Finding> {
  try {
    return await list();
  } catch (error) {
    if (failureOf(error).kind === 'denied') return found('SAGEMAKER_LIST_DENIED', { what, action });
    throw error;
  }
}

/** The control plane calls a missing resource a request that is not valid. */
export function isNotFound(error: unknown): boolean {
  const { name, reason } = failureOf(error);
  return (name === 'ValidationException' || name === 'ResourceNotFound') && /could not find|not found|does not exist/i.test(reason);
}
