/** A process that uses the embedded PostgreSQL of a folder: `embedded-user.ts FOLDER` prints how it came in, and stays until told `leave`. */
import { startEmbedded } from '../../../src/store/embedded/start.ts';

const [folder = ''] = process.argv.slice(2);
const postgres = await startEmbedded(folder);
process.stdout.write(`${JSON.stringify({ how: postgres.how, url: postgres.url })}\n`);
process.stdin.once('data', () => void postgres.leave().then(() => process.exit(0)));
