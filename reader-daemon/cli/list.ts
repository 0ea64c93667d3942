import { pcscReaders } from '../src/pcsc/pcsc-readers.ts';
import { firstSnapshot } from '../src/readers/wait.ts';
import { readWords, type Command } from './command.ts';
import { CouldNotRead } from './exit-codes.ts';

export const list: Command = {
  name: 'list',
  usage: 'list',
  what: 'the PC/SC readers of this machine, and whether a card lies on them',
  async run(args) {
    readWords(args, {});
    const source = pcscReaders();
    try {
      const { service, readers } = await firstSnapshot(source);
      if (service !== 'up') throw new CouldNotRead(`pcsc-${service}`, `PC/SC service: ${service}`);
      const rows = readers.map(({ name, card, inUse }) => ({ name, card, inUse }));
      return {
        exitCode: 0,
        json: { readers: rows },
        lines:
          rows.length === 0
            ? ['no reader']
            : rows.map(({ name, card, inUse }) => `${name}: card ${card}${inUse ? ', in use' : ''}`),
      };
    } finally {
      await source.close();
    }
  },
};
