import type { Command } from '../command';

/** Each command's code is loaded only when it is called. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  'bedrock-token': async () => (await import('./bedrock-token')).command,
  'rds-sql': async () => (await import('./rds-sql')).command,
};
