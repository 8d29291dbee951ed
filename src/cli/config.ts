import { z } from 'zod';
import { CHECKS } from '../main/catalog.ts';
import { checkConfig, describeProblem } from '../main/config/load.ts';
import { configSchema } from '../main/config/schema.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';

export async function configCheckCommand({ config }: { readonly config?: string }): Promise<number> {
  const outcome = await checkConfig(config, CHECKS);
  if (!outcome.ok) {
    for (const problem of outcome.problems) process.stderr.write(`${describeProblem(problem)}\n`);
    return EXIT.usage;
  }
  const { file } = outcome;
  await print(
    file === null
      ? 'No opsbook.yaml here: everything has its default, and what is in the account is discovered.\n'
      : `${file}: right.\n`,
  );
  return EXIT.done;
}

export async function configSchemaCommand(): Promise<number> {
  const schema = z.toJSONSchema(configSchema(CHECKS), { io: 'input', unrepresentable: 'any' });
  await print(`${JSON.stringify({ title: 'opsbook.yaml', ...schema }, null, 2)}\n`);
  return EXIT.done;
}
