/** The caller's event is wrong. The message names the property and what it must be, never the value of a token. */
export class InvalidRequest extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidRequest';
  }
}
