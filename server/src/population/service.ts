import { createHash } from 'node:crypto';
import { XmlError } from '../xml/parse-xml.ts';
import { createXmlExchange } from './exchange.ts';
import { PopulationFault } from './fault.ts';
import { parseReply, type PopulationRecord } from './reply.ts';
import { requestNamespace, requestXml, type PopulationOperation, type PopulationQuestion } from './request.ts';
import { secretsOf, trustedBy, type PopulationSettings } from './settings.ts';

/** What the chip and the officer's account bring to a question; the rest is the unit's. */
export type AskedPerson = Pick<
  PopulationQuestion,
  'id' | 'officerNumber' | 'account' | 'personalNumber' | 'fullName' | 'birthDate'
>;

export type PopulationAnswer = { readonly status: number; readonly ms: number; readonly raw: string } & (
  { readonly code: 'found'; readonly record: PopulationRecord } | { readonly code: 'confirmed' | 'no-match' }
);

export interface PopulationService {
  readonly operation: PopulationOperation;
  /** Asks once. Throws PopulationFault. */
  ask(person: AskedPerson): Promise<PopulationAnswer>;
  close(): void;
}

/** `Basic base64(user:sha256hex(url + user + timestamp + secret))`, with the time in milliseconds in a header of its own. */
export function signedHeaders(about: {
  url: string;
  user: string;
  secret: string;
  at: number;
}): Readonly<Record<'timestamp' | 'authorization', string>> {
  const { url, user, secret, at } = about;
  const proof = createHash('sha256')
    .update(`${url}${user}${String(at)}${secret}`)
    .digest('hex');
  return {
    timestamp: String(at),
    authorization: `Basic ${Buffer.from(`${user}:${proof}`).toString('base64')}`,
  };
}

/** The one asked about. Undefined: nobody. Another's record is never looked into. */
function theOne(people: readonly PopulationRecord[], number: string): PopulationRecord | undefined {
  const [first, ...more] = people.filter(({ personalNumber }) => personalNumber === number);
  if (first !== undefined && more.length === 0) return first;
  if (people.length === 0) return undefined;
  const [only] = people;
  // Asked by number, a service may leave the number out of its answer.
  if (people.length === 1 && only?.personalNumber === null) return only;
  throw new PopulationFault(first === undefined ? 'another-person' : 'malformed');
}

/** Throws StartError for secrets or certificates that cannot be used. */
export function createPopulationService(settings: PopulationSettings, now: () => Date): PopulationService {
  const { url, user, client, unit, serviceCode, integrationCode, phone, operation, timeoutMs } = settings;
  const { secret, apiKey } = secretsOf(settings);
  const exchange = createXmlExchange({ url, timeoutMs, ca: trustedBy(settings) });
  return {
    operation,
    async ask(person) {
      const body = requestXml(operation, { ...person, unit, serviceCode, integrationCode, phone });
      const { status, text, ms } = await exchange.post(body, {
        ...signedHeaders({ url, user, secret, at: now().getTime() }),
        'content-type': 'text/xml; charset=utf-8',
        soapaction: `"${requestNamespace}/${operation}"`,
        'x-road-client': client,
        apikey: apiKey,
      });
      const came = { status, ms, raw: text };
      try {
        const reply = parseReply(text, operation);
        if (reply.kind === 'fault') throw new PopulationFault(reply.code, came);
        // An answer under the status of a failure is none.
        if (status !== 200) throw new PopulationFault('bad-status', came);
        if (reply.kind === 'exists') return { ...came, code: reply.exists ? 'confirmed' : 'no-match' };
        const record = theOne(reply.people, person.personalNumber);
        return record === undefined ? { ...came, code: 'no-match' } : { ...came, code: 'found', record };
      } catch (error) {
        if (error instanceof XmlError) throw new PopulationFault('malformed', { ...came, cause: error });
        throw error instanceof PopulationFault ? new PopulationFault(error.code, came) : error;
      }
    },
    close() {
      exchange.close();
    },
  };
}
