/** An error as the SDK throws it. */
export function sdkError(name: string, httpStatusCode: number, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

/** A call that AWS answers with an error. */
export function failing(name: string, httpStatusCode: number, message = name): () => Promise<never> {
  return async () => {
    throw sdkError(name, httpStatusCode, message);
  };
}
