import { createHmac, randomBytes } from 'node:crypto';
import { shownPerson } from '@cccd-kiosk/cccd/shown-person';
import type { LocalSite, LocalTicket } from '@cccd-kiosk/contract/local-mode';
import type { VisitFacts } from '@cccd-kiosk/contract/session/session';
import { siteTime } from '@cccd-kiosk/contract/site-time';
import type { HolderEvent } from '@cccd-kiosk/contract/station';
import type { Overall } from '@cccd-kiosk/emrtd/inspection/verdict';

export type ReadHolder = HolderEvent['holder'];

/** Who has a number of today already, without knowing who: of this start of the daemon alone. */
export class NumbersOfPeople {
  readonly #key = randomBytes(32);
  #day = '';
  readonly #known = new Map<string, LocalTicket>();

  #of(personalNumber: string): string {
    return createHmac('sha256', this.#key).update(personalNumber).digest('base64url');
  }

  find(personalNumber: string, serviceDay: string): LocalTicket | undefined {
    return this.#day === serviceDay ? this.#known.get(this.#of(personalNumber)) : undefined;
  }

  keep(personalNumber: string, ticket: LocalTicket): void {
    if (this.#day !== ticket.serviceDay) this.#known.clear();
    this.#day = ticket.serviceDay;
    this.#known.set(this.#of(personalNumber), ticket);
  }
}

const personIn = ({ fullName, personalNumber: number, sex, birthDate }: ReadHolder) => ({
  ...{ fullName, number, sex: sex ?? null, birthDate: birthDate ?? null },
});

/** What the screen may know of a number that this station gave. Everybody goes to the reception meanwhile. */
export function localFacts(
  id: string,
  ticket: LocalTicket,
  site: LocalSite,
  read?: { readonly overall: Overall; readonly holder: ReadHolder | undefined; readonly again: boolean },
): VisitFacts {
  const { reception, timeZone } = site;
  const desk = read?.overall === 'suspicious';
  const { holder, overall = null } = read ?? {};
  return {
    visitId: id,
    desk,
    ...(holder === undefined || desk
      ? {}
      : { person: shownPerson(personIn(holder), overall, ticket.serviceDay, site) }),
    ticket: {
      visitId: id,
      number: ticket.number,
      departmentId: reception.id,
      departmentName: reception.name,
      room: reception.room,
      floor: reception.floor,
      priority: false,
      ...(read?.again === true ? { issuedEarlierAt: siteTime(new Date(ticket.at), timeZone) } : {}),
      qr: '',
      issuedAt: ticket.at,
    },
  };
}
