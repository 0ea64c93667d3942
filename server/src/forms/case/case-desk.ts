import type { AddressCandidate, CaseRow, CaseView } from '@cccd-kiosk/contract/forms';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { AuditLog } from '../../audit/audit-log.ts';
import { days, later, minutes } from '../../clock.ts';
import type { Db } from '../../db/open-database.ts';
import { inTransaction } from '../../db/store.ts';
import { newId } from '../../ids.ts';
import type { PortraitStore } from '../../portraits/portrait-store.ts';
import type { Form } from '../registry/form-schema.ts';
import type { Registry } from '../registry/registry.ts';
import type { FreshCards } from '../taps/fresh-cards.ts';
import type { TapRepository } from '../taps/tap-repository.ts';
import type { PlaceOfIssue } from '../values/place-of-issue.ts';
import type { CaseChange, CaseRepository, FormCase } from './case-repository.ts';
import { emptyContent, type CaseContent } from './content.ts';
import { keepWanted } from './keep-wanted.ts';
import type { CaseFrame } from './resolve-field.ts';
import { savedLetters } from './resolve-form.ts';
import { rowOfCase, viewCase, viewForms, type CaseSurroundings } from './view-case.ts';

/** Who acts: a member of staff, or the person themselves at a kiosk. */
export interface Actor {
  /** For the audit: `staff:ID` or `station:ID`. */
  readonly actor: string;
  readonly staffId: string | null;
  /** As it stands on a form. */
  readonly name: string;
}

export interface CaseParts {
  readonly db: Db;
  readonly cases: CaseRepository;
  readonly taps: TapRepository;
  readonly fresh: FreshCards;
  readonly registry: Registry;
  readonly portraits: PortraitStore;
  readonly audit: AuditLog;
  readonly now: () => Date;
  readonly serviceDay: (at: Date) => string;
  /** dd/mm/yyyy. */
  readonly siteDate: (at: Date) => string;
  readonly site: string;
  readonly places: readonly PlaceOfIssue[];
  readonly stationName: (id: string) => string | undefined;
  readonly candidates: (address: string) => AddressCandidate[];
  readonly nameOfStaff: (id: string) => string;
  /** Ticket number of a visit. */
  readonly numberOf: (visitId: string) => string;
  /** Tells the screens that a case changed; after the commit. */
  readonly changed: (caseId: string) => void;
}

/** What a change makes of a case: the next content, and whatever else moves with it. */
export interface Next {
  readonly content: CaseContent;
  readonly stationId?: string | null;
  readonly finished?: CaseChange['finished'];
  /** A word for the undo button; without it this cannot be taken back. */
  readonly undo?: string;
}

export interface CaseDesk {
  /** The day's cases, newest first. Masked: a list is no look at a person. */
  list(serviceDay: string): CaseRow[];
  open(by: Actor, stationId: string | null, content?: CaseContent): CaseView;
  /** Throws RefusedError `not-found`. Leaves an audit row, at most one in ten minutes for one officer and case. */
  see(by: Actor, caseId: string): CaseView;
  /** One change, in one transaction, with its audit row. Throws RefusedError `not-found`, `case-closed` and the change's own. */
  change(by: Actor, caseId: string, what: string, make: (before: CaseContent, about: FormCase) => Next): CaseView;
  /** Takes the last change back. Throws RefusedError `not-found` when there is none any more. */
  undo(by: Actor, caseId: string): CaseView;
  /** Everything of it goes at once: the citizen changed their mind, or is done and leaves nothing behind. */
  discard(by: Actor, caseId: string): void;
  /** For the server itself (a review on a station's screen): no look of anybody. Undefined for an unknown case. */
  peek(caseId: string): CaseView | undefined;
  find(caseId: string): FormCase;
  frameOf(formCase: FormCase): CaseFrame;
  formsOf(content: CaseContent): Form[];
}

const undoSpan = minutes(5);
const lookSpan = minutes(10);
/** Days that a case without a form keeps its people. */
const withoutForm = 1;

export function createCaseDesk(parts: CaseParts): CaseDesk {
  const { db, cases, taps, fresh, registry, portraits, audit, now } = parts;
  const looks = new Map<string, number>();

  const frameOf = (formCase: FormCase): CaseFrame => ({
    places: parts.places,
    site: parts.site,
    officer: formCase.openedByName ?? '',
    today: parts.siteDate(new Date(formCase.openedAt)),
  });
  const formsOf = (content: CaseContent): Form[] =>
    content.forms.flatMap(({ code, version }) => registry.version(code, version) ?? []);

  function around(formCase: FormCase): CaseSurroundings {
    const at = now();
    const { stationId } = formCase;
    const name = stationId === null ? undefined : parts.stationName(stationId);
    return {
      frame: frameOf(formCase),
      formOf: registry.version,
      station: stationId === null || name === undefined ? null : { stationId, name },
      awaited: taps.ofCase(formCase.id, at.toISOString()),
      hasPhoto: (personId) => portraits.get(personId, at) !== null,
      candidates: parts.candidates,
      nameOfStaff: parts.nameOfStaff,
      now: at.toISOString(),
    };
  }
  const found = (caseId: string): FormCase => {
    const formCase = cases.find(caseId);
    if (formCase === undefined) throw new RefusedError('not-found', 'caseId');
    return formCase;
  };
  const view = (caseId: string): CaseView => {
    const formCase = found(caseId);
    return viewCase(formCase, around(formCase));
  };
  /** The longest of its forms' times, from the day it was opened. */
  function eraseAfter(content: CaseContent, openedAt: string): string {
    const kept = formsOf(content).map(({ retentionDays }) => retentionDays);
    return later(new Date(openedAt), days(Math.max(withoutForm, ...kept))).toISOString();
  }
  const forget = (content: CaseContent | undefined): void => {
    const people = content?.people.map(({ id }) => id) ?? [];
    fresh.drop(people);
    for (const id of people) portraits.drop(id);
  };

  return {
    list: (day) => cases.ofDay(day).map((formCase) => rowOfCase(formCase, frameOf(formCase), parts.numberOf)),
    open(by, stationId, content = emptyContent) {
      const id = newId();
      const at = now();
      inTransaction(db, () => {
        cases.add({
          ...{ id, stationId, content, by: by.staffId, at: at.toISOString() },
          serviceDay: parts.serviceDay(at),
          eraseAfter: eraseAfter(content, at.toISOString()),
        });
        audit.append({ actor: by.actor, action: 'case-opened', object: id });
      });
      parts.changed(id);
      return view(id);
    },
    see(by, caseId) {
      const key = `${by.actor} ${caseId}`;
      const at = now().getTime();
      const seen = view(caseId);
      if (at - (looks.get(key) ?? 0) >= lookSpan) {
        for (const [old, time] of looks) if (at - time >= lookSpan) looks.delete(old);
        looks.set(key, at);
        audit.append({ actor: by.actor, action: 'case-looked-at', object: caseId });
      }
      return seen;
    },
    change(by, caseId, what, make) {
      inTransaction(db, () => {
        const before = found(caseId);
        const content = before.content?.reveal();
        if (before.state !== 'open' || content === undefined) throw new RefusedError('case-closed', 'caseId');
        const next = make(content, before);
        const kept = keepWanted(next.content, formsOf(next.content), (personId) => fresh.get(personId, now()));
        const finished = next.finished ?? null;
        const undo = next.undo === undefined ? null : { what: next.undo, until: later(now(), undoSpan).toISOString() };
        cases.write(before, {
          content: kept,
          state: finished === null ? 'open' : 'finished',
          stationId: next.stationId === undefined ? before.stationId : next.stationId,
          finished,
          saved: savedLetters(viewForms(kept, { frame: frameOf(before), formOf: registry.version })),
          eraseAfter: eraseAfter(kept, before.openedAt),
          undo,
        });
        audit.append({
          actor: by.actor,
          action: finished === null ? 'case-changed' : 'case-finished',
          object: caseId,
          details: finished === null ? { what } : { fileNumber: finished.fileNumber },
        });
        if (finished !== null) {
          taps.stop(caseId);
          forget(kept);
        }
      });
      parts.changed(caseId);
      return view(caseId);
    },
    undo(by, caseId) {
      inTransaction(db, () => {
        const before = found(caseId);
        if (before.state !== 'open') throw new RefusedError('case-closed', 'caseId');
        const { undo } = before;
        const previous = undo === null || undo.until <= now().toISOString() ? null : cases.previous(caseId);
        if (previous === null) throw new RefusedError('not-found', 'undo');
        cases.write(before, {
          // What was typed was typed.
          content: { ...previous, typed: before.content?.reveal().typed ?? previous.typed },
          state: 'open',
          stationId: before.stationId,
          finished: null,
          saved: savedLetters(viewForms(previous, { frame: frameOf(before), formOf: registry.version })),
          eraseAfter: eraseAfter(previous, before.openedAt),
          undo: null,
        });
        audit.append({ actor: by.actor, action: 'case-changed', object: caseId, details: { what: 'undo' } });
      });
      parts.changed(caseId);
      return view(caseId);
    },
    discard(by, caseId) {
      inTransaction(db, () => {
        const formCase = found(caseId);
        taps.stop(caseId);
        forget(formCase.content?.reveal());
        cases.eraseOne(caseId);
        audit.append({ actor: by.actor, action: 'case-discarded', object: caseId });
      });
      // Nothing of it stays in the database's log file either.
      db.pragma('wal_checkpoint(TRUNCATE)');
      parts.changed(caseId);
    },
    peek: (caseId) => (cases.find(caseId) === undefined ? undefined : view(caseId)),
    find: found,
    frameOf,
    formsOf,
  };
}
