import type { ConnectionDocumentV1 } from './connection-document-v1';
import { TOKEN_MARKER, upperBoundLength } from '../policy/measure';

/** The document as one line of ASCII JSON; tokens stay in their strings and are resolved at deployment. */
export function serialize(document: ConnectionDocumentV1): string {
  return JSON.stringify(document).replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The pieces of a text between which it may be cut: tokens stay whole. */
function pieces(text: string): string[] {
  const result: string[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN_MARKER)) {
    result.push(text.slice(from, match.index), match[0]);
    from = match.index + match[0].length;
  }
  return [...result, text.slice(from)].filter((piece) => piece !== '');
}

/**
 * Cuts a text into chunks of at most `limit` characters once tokens are resolved; the chunks, joined, are the text.
 *
 * @param limit no less than the longest value of a token, which stays whole
 */
export function chunks(text: string, limit: number): string[] {
  const result: string[] = [];
  let chunk = '';
  let length = 0;
  for (let piece of pieces(text)) {
    while (piece !== '') {
      const room = limit - length;
      const whole = upperBoundLength(piece);
      if (whole <= room) {
        chunk += piece;
        length += whole;
        break;
      }
      if (!piece.startsWith('${Token[')) {
        chunk += piece.slice(0, room);
        piece = piece.slice(room);
      }
      result.push(chunk);
      chunk = '';
      length = 0;
    }
  }
  return chunk === '' ? result : [...result, chunk];
}
