import type { InsuranceCode } from '@cccd-kiosk/contract/insurance-codes';
import { gatewayCodes } from '@cccd-kiosk/contract/insurance-codes';
import type { Holder } from '../../readings/holder.ts';
import type { Card, LookUpReply } from '../gateway/look-up-reply.ts';
import type { Decision } from './decision-table.ts';
import { decisionTable } from './decision-table.ts';
import { datesAgree, namesAgree, samePerson } from './same-person.ts';

export interface Judged {
  /** What staff and evidence call it. */
  readonly code: InsuranceCode;
  readonly decision: Decision;
  /** The card that counts, where one does. */
  readonly card?: Card;
  /** The number to ask by next (`new-card`). */
  readonly askNext?: string;
  /** The register spells the person otherwise, but means the same one: asked once more in its spelling. */
  readonly spelling?: { readonly fullName: string; readonly birthDate: string | null };
}

const by = (code: InsuranceCode, more: Omit<Judged, 'code' | 'decision'> = {}): Judged => ({
  code,
  decision: decisionTable[code],
  ...more,
});

const covers = ({ from, until }: Card, today: string): boolean =>
  (from === null || from <= today) && (until === null || until >= today);

/** Only what the answer gives of a card can contradict it. */
function valid(code: InsuranceCode, card: Card, reply: LookUpReply, today: string): Judged {
  // Without a name nobody can tell whose card this is: a birth date is many people's.
  if (reply.fullName === null) return by('malformed');
  return covers(card, today) ? { code, decision: { next: 'valid' }, card } : by('dates-disagree');
}

function newCard(code: InsuranceCode, reply: LookUpReply, today: string): Judged {
  const { card, newCard: issued } = reply;
  if (issued?.number !== null && issued !== null && covers(issued, today))
    // Prolonged, not replaced: the same number has nothing new to tell.
    return issued.number === card.number
      ? valid(code, { ...issued, registeredAt: issued.registeredAt ?? card.registeredAt }, reply, today)
      : by(code, { card: issued, askNext: issued.number });
  // 004: the new card is not in force yet, the old one still is. 003.1: prolonged.
  if (code !== '003' && card.until !== null) return valid(code, card, reply, today);
  return by('dates-disagree');
}

/** 060, 061, 070 where the register's own spelling, compared as people read it, is the chip's. */
function spellingOf(
  reply: LookUpReply,
  holder: Holder,
): { readonly fullName: string; readonly birthDate: string | null } | undefined {
  const { fullName, birthDate } = reply;
  if (fullName === null && birthDate === null) return undefined;
  const sameName = fullName === null || namesAgree(fullName, holder.fullName);
  const sameDate = birthDate === null || holder.birthDate === null || datesAgree(birthDate, holder.birthDate);
  const spelledAlike =
    (fullName ?? holder.fullName) === holder.fullName && (birthDate ?? holder.birthDate) === holder.birthDate;
  return sameName && sameDate && !spelledAlike
    ? { fullName: fullName ?? holder.fullName, birthDate: birthDate ?? holder.birthDate }
    : undefined;
}

/** Codes whose answer stands for a card of this person: it must be this person's. */
const aboutCard = new Set<Decision['next']>(['valid', 'new-card', 'ended']);

/** What an answer means for this person today (`yyyy-mm-dd`). Pure. */
export function decide(reply: LookUpReply, holder: Holder, today: string): Judged {
  const code = gatewayCodes.find((known) => known === reply.code);
  if (code === undefined) return by('unknown-code');
  const decision = decisionTable[code];
  if (aboutCard.has(decision.next) && !samePerson(reply, holder)) return by('another-person');
  switch (decision.next) {
    case 'valid':
      return valid(code, reply.card, reply, today);
    case 'new-card':
      return newCard(code, reply, today);
    case 'ended':
      return by(code, { card: reply.card });
    case 'mismatch': {
      const spelling = spellingOf(reply, holder);
      return by(code, spelling === undefined ? {} : { spelling });
    }
    default:
      return by(code);
  }
}
