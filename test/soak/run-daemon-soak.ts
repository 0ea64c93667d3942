/** `npx tsx test/soak/run-daemon-soak.ts [SWAPS] [RESTARTS]`: the long run, its figures as JSON. */
import { startStack } from '../pcsc/pcsc-stack.ts';
import { soakDaemon } from './daemon.ts';

const [swaps = 100, restarts = 100] = process.argv.slice(2).map(Number);
const stack = await startStack();
if (typeof stack === 'string') {
  console.error(stack);
  process.exit(1);
}
try {
  const report = await soakDaemon(stack, {
    swaps,
    restarts,
    onProgress: (what, done, of, { daemonMb, treeMb, files }) => {
      if (done % 10 === 0)
        console.error(`${what} ${done}/${of}: ${daemonMb.toFixed(0)} MB, tree ${treeMb.toFixed(0)} MB, ${files} files`);
    },
  });
  console.log(JSON.stringify(report, null, 2));
} finally {
  await stack.end();
}
