import { basename } from 'node:path';
import { accountForCsca } from '@cccd-kiosk/emrtd/trust/account';
import { readWords, type Command } from './command.ts';
import { readOne } from './folders.ts';

export const csca: Command = {
  name: 'csca',
  usage: 'csca FILE',
  what: 'account for a list of CSCA certificates: CMS master list, PEM, DER or LDIF',
  async run(args) {
    const words = readWords(args, { positionals: 1 });
    const [path = ''] = words.positionals;
    const account = accountForCsca(await readOne(path), basename(path));
    const { total, usable, unusable, countries, algorithms } = account;
    return {
      exitCode: 0,
      json: account,
      lines: [
        `${usable} of ${total} certificates usable`,
        ...unusable.map(({ subject, reason }) => `  ${reason}: ${subject}`),
        `countries: ${Object.entries(countries)
          .map(([country, count]) => `${country} ${count}`)
          .join(', ')}`,
        ...Object.entries(algorithms).map(([name, count]) => `  ${name}: ${count}`),
      ],
    };
  },
};
