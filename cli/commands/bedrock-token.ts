import { parseTokenOptions } from '../bedrock-token/options';
import type { Command } from '../command';

const HELP = `Usage: cdk-ai-platform-access bedrock-token --role-arn <arn> [options]

Assumes the role of a connection and prints a short-term Amazon Bedrock API key, which can do what the role may do in Amazon Bedrock.
The role needs shortTermKeys of its BedrockAccess. Nothing is stored. The key alone goes to standard output:

  export AWS_BEARER_TOKEN_BEDROCK=$(cdk-ai-platform-access bedrock-token --role-arn <arn>)

  --role-arn <arn>                  the role of the connection
  --region <region>                 where the key is to work; AWS_REGION if left out
  --duration-seconds <seconds>      900 to 43200 (12 hours); 3600 if left out. A key never outlives the session of the role: that is one
                                    hour where a role assumes the role, and what the connection's maxSessionDuration says elsewhere
  --external-id <id>                what the trust policy asks for
  --web-identity-token-file <file>  a token of the platform's issuer, in place of the AWS credentials at hand
  --session-name <name>             how CloudTrail names the session; bedrock-token if left out
  --json                            prints token, expiresAt and region as JSON
`;

export const command: Command = {
  summary: 'prints a short-term Bedrock API key of a connection',
  help: HELP,
  run: async (args, { out, error }) => {
    const options = parseTokenOptions(args, process.env);
    const [{ openRoleSession }, { makeShortTermKey }] = await Promise.all([import('../bedrock-token/session'), import('../bedrock-token/short-term-key')]);
    const { token, expiresAt } = await makeShortTermKey(await openRoleSession(options), options.region, options.durationSeconds);
    const { region, json } = options;
    if (json) {
      out(`${JSON.stringify({ token, expiresAt: expiresAt.toISOString(), region })}\n`);
      return 0;
    }
    out(`${token}\n`);
    error(`Works in ${region} until ${expiresAt.toISOString()}.\n`);
    return 0;
  },
};
