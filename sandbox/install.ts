// Installs what the sandbox needs, ahead of the tests: no test waits for a download within its own time limit.
import { COMPILER, MARIADB, OPENSSL, POSTGRES, requireInstalled } from './databases/installation';
import { lambdaRuntimes } from './lambda-runtimes';
import { pythonEnvironment } from './python-environment';

async function main(): Promise<void> {
  const servers = requireInstalled([POSTGRES, MARIADB, COMPILER, OPENSSL], console.log);
  await Promise.all([pythonEnvironment(console.log), lambdaRuntimes(console.log), servers]);
  console.log('The local AWS, the Lambda runtimes and the database servers are installed.');
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
