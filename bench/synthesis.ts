import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { CONSUMER, coldSynthesis, compiledApp } from './consumer';
import { inTurn } from './pairs';
import { atMost, fasterThan, type Row } from './row';

function synth(app: string, buckets: number): () => void {
  return coldSynthesis(app, { BUCKETS: String(buckets), CDK_OUTDIR: join(CONSUMER, `out-${buckets}`) });
}

/** The same without the start of Node and the loading of modules: as a test suite or a large app sees it. */
async function warmSynth(app: string, buckets: number): Promise<() => void> {
  const { synthesize } = await import(app) as { readonly synthesize: () => void };
  return () => {
    Object.assign(process.env, { BUCKETS: String(buckets), CDK_VALIDATION: 'false', CDK_OUTDIR: join(CONSUMER, `warm-${buckets}`) });
    synthesize();
  };
}

interface Policy {
  readonly Type: string;
  readonly Properties: { readonly PolicyDocument: { readonly Statement: readonly { readonly Resource: unknown; readonly Action: unknown }[] } };
}

function policies(app: string, buckets: number): readonly string[] {
  const out = join(CONSUMER, 'policies');
  coldSynthesis(app, { BUCKETS: String(buckets), NAMES: 'real', CDK_OUTDIR: out })();
  const file = readdirSync(out).find((each) => each.endsWith('.template.json')) ?? '';
  const { Resources } = JSON.parse(readFileSync(join(out, file), 'utf8')) as { readonly Resources: Record<string, Policy> };
  return Object.values(Resources)
    .filter(({ Type }) => /^AWS::IAM::(Managed)?Policy$/.test(Type))
    .map(({ Properties }) => JSON.stringify(Properties.PolicyDocument).replaceAll('{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},"', '"arn:aws').replaceAll('"]]}', '"'));
}

/** Synthesis against plain CDK, and the number of policies against the character bound. */
export async function rows(): Promise<readonly Row[]> {
  const [example, plain, ours, grantRead] = ['example', 'plain-example', 'ours', 'grant-read'].map(compiledApp);
  const [byExample, byHand] = await inTurn(15, synth(example, 1), synth(plain, 1));
  const [thousand, one, granted] = await inTurn(15, synth(ours, 1000), synth(ours, 1), synth(grantRead, 1000));
  const [warm, warmGranted] = await inTurn(9, await warmSynth(ours, 1000), await warmSynth(grantRead, 1000));

  const packed = policies(ours, 300);
  const characters = packed.reduce((sum, policy) => sum + policy.length, 0);
  const usual = policies(grantRead, 300).length;
  return [
    atMost('Cold synthesis of the example app, against the same by hand', 1.10, byExample, byHand, 'ms'),
    atMost('Cold synthesis, 1,000 buckets against 1', 1.3, thousand, one, 'ms'),
    fasterThan('Synthesis of 1,000 buckets in a warm process, against bucket.grantRead', 5, warm, warmGranted, 'ms'),
    fasterThan('Cold synthesis of 1,000 buckets (mostly the start of Node), against bucket.grantRead', 1, thousand, granted, 'ms'),
    atMost('Policies for 300 buckets, against the character bound', 1.05, packed.length, Math.ceil(characters / 6144), 'policies'),
    atMost('Policies for 300 buckets, against bucket.grantRead', 1, packed.length, usual, 'policies'),
  ];
}
