/** A process that brings a database to this version: `migrate-process.ts URL` prints what it applied. */
import { migrate } from '../../../src/store/migrate.ts';

process.stdout.write(JSON.stringify(await migrate(process.argv[2] ?? '')));
