import '../../aws/client-defaults';
import { databaseUserProvisioner } from './provision-user';
import type { CustomResourceEvent } from '../../custom-resource/custom-resource-event';
import { createLogger } from '../../log/logger';
import { createRedactor } from '../../log/redactor';
import { answer } from '../answer';

/** What is used of Lambda's context. */
export interface HandlerContext {
  readonly getRemainingTimeInMillis?: () => number;
}

/** Kept back to answer CloudFormation with retries. */
const ANSWER_MS = 25_000;
const CLEAN_UP_MS = 30_000;
const WITHOUT_LAMBDA_MS = 300_000;

/** Makes, changes and removes a database user for CloudFormation. */
export async function handler(event: CustomResourceEvent, context: HandlerContext = {}): Promise<void> {
  const redactor = createRedactor();
  redactor.add(event.ResponseURL);
  const logger = createLogger(redactor);
  const availableMs = (context.getRemainingTimeInMillis?.() ?? WITHOUT_LAMBDA_MS) - ANSWER_MS;
  await answer(event, databaseUserProvisioner({ logger, redactor, availableMs, cleanUpMs: CLEAN_UP_MS }), logger);
}
