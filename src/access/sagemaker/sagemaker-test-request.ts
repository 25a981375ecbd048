import { invalid, isLiteral } from '../../validation/invalid';

/** A request that the verifier sends to an endpoint. It stands in the connection document: it must hold no secret. */
export interface SageMakerTestRequest {
  /** The payload, as text of at most 2,048 characters. A longer or a binary one goes into the verifier's event. */
  readonly body: string;

  /**
   * The MIME type of the payload.
   *
   * @default 'application/json'
   */
  readonly contentType?: string;

  /**
   * The MIME type to ask the model for.
   *
   * @default - what the model answers with by itself
   */
  readonly accept?: string;
}

/** The document is kept in parameters of 4 KB, and there can be a request for each endpoint. */
const BODY_CHARACTERS = 2048;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
const HEADER = /^[!-~](?:[ -~]{0,1022}[!-~])?$/;

/** Refuses a request that could not be sent. */
export function requireTestRequest(property: string, { body, contentType, accept }: SageMakerTestRequest): void {
  if (body === '') throw invalid(`${property}.body`, undefined, 'is empty', 'Give a payload that the model understands, or leave testRequest out');
  if (isLiteral(body) && body.length > BODY_CHARACTERS) {
    throw invalid(`${property}.body`, undefined, `has ${body.length} characters and the document takes ${BODY_CHARACTERS}`, "Give a shorter one, or put it into the verifier's event");
  }
  for (const [name, value] of Object.entries({ contentType, accept })) {
    if (isLiteral(value) && !HEADER.test(value)) throw invalid(`${property}.${name}`, value, 'is no MIME type', 'Give one such as application/json');
  }
}
