import { type Terminal, UsageError } from './command';
import { COMMANDS } from './commands/commands';

const PROGRAM = 'cdk-ai-platform-access';

async function overview(): Promise<string> {
  const commands = await Promise.all(Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(16)} ${(await load()).summary}`));
  return [`Usage: ${PROGRAM} <command> [options]`, '', ...commands, '', `${PROGRAM} <command> --help says more.`, ''].join('\n');
}

/** Runs the command line and returns the exit code: 0 done, 1 it failed, 2 the words are wrong. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    terminal.out(await overview());
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    terminal.error(`There is no command '${name}'.\n\n${await overview()}`);
    return 2;
  }
  const command = await load();
  if (rest.includes('--help')) {
    terminal.out(command.help);
    return 0;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.error(`${error.message}\n\n${command.help}`);
    return 2;
  }
}
