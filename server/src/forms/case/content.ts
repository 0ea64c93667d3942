import type { Checks, Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { KeptFields } from '../values/card-facts.ts';
import type { Fact } from '../values/facts.ts';

/** A value beside a locked one: never printed over it. */
export interface Correction {
  readonly value: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** Somebody a case is about. What the chip said and what was typed never mix. */
export interface CasePerson {
  readonly id: string;
  /** `visit`: known from today's check-in by the same person's proven card. */
  readonly kind: 'card' | 'typed' | 'visit';
  readonly chip: KeptFields;
  /** From a database, by fact. */
  readonly record: Partial<Record<Fact, string>>;
  readonly typed: Partial<Record<Fact, { readonly value: string; readonly at: string }>>;
  readonly corrections: Partial<Record<Fact, Correction>>;
  readonly overall: Overall | null;
  readonly checks: Checks | null;
  readonly readAt: string | null;
  readonly newWard: { readonly code: string; readonly ward: string; readonly province: string } | null;
}

export interface CaseForm {
  readonly id: string;
  readonly code: string;
  readonly version: string;
  /** Values of fields that are nobody's fact, by field id; in a table by `table.person.column`. */
  readonly values: Readonly<Record<string, string>>;
  readonly attachments: readonly string[];
}

/** All of a case that tells a person; sealed as one. Roles belong to the case: every form of it finds the same people. */
export interface CaseContent {
  readonly people: readonly CasePerson[];
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly forms: readonly CaseForm[];
  readonly lastTap: {
    readonly at: string;
    readonly outcome: 'taken' | 'not-proven' | 'suspicious';
    readonly personId: string | null;
    /** Of a card that filled nothing: why; a person of the case has their own. Absent in cases of before. */
    readonly checks?: Checks | null;
  } | null;
  /** The visit that the case began with: whose number is called. */
  readonly visitId: string | null;
  /** What the citizen said to the forms on their own screen; null before they were asked, or when something changed since. */
  readonly review: { readonly state: 'shown' | 'right' | 'something-wrong'; readonly at: string } | null;
  /** Keys pressed, as letters of what was typed. */
  readonly typed: number;
}

export const emptyContent: CaseContent = {
  people: [],
  roles: {},
  forms: [],
  lastTap: null,
  visitId: null,
  review: null,
  typed: 0,
};

export const typedPerson = (id: string): CasePerson => ({
  id,
  kind: 'typed',
  chip: {},
  record: {},
  typed: {},
  corrections: {},
  overall: null,
  checks: null,
  readAt: null,
  newWard: null,
});

export const personIn = (content: CaseContent, id: string | undefined): CasePerson | undefined =>
  id === undefined ? undefined : content.people.find((person) => person.id === id);

/** The one person of a role that is not of many. */
export const personOfRole = (content: CaseContent, role: string | undefined): CasePerson | undefined =>
  role === undefined ? undefined : personIn(content, content.roles[role]?.[0]);

/** The content with a person put in the place of their old self, or added. */
export const withPerson = (content: CaseContent, person: CasePerson): CaseContent => ({
  ...content,
  people: content.people.some(({ id }) => id === person.id)
    ? content.people.map((each) => (each.id === person.id ? person : each))
    : [...content.people, person],
});

/** The content with a person in a role: alone in it, or one more row. */
export function withRole(content: CaseContent, role: string, personId: string, many: boolean): CaseContent {
  const before = content.roles[role] ?? [];
  const people = many ? [...before.filter((id) => id !== personId), personId] : [personId];
  return withoutStrangers({ ...content, roles: { ...content.roles, [role]: people } });
}

/** Nobody stays in a case whom no role needs: a card laid down for the wrong role leaves nothing when it is replaced. */
export function withoutStrangers(content: CaseContent): CaseContent {
  const used = new Set(Object.values(content.roles).flat());
  return { ...content, people: content.people.filter(({ id }) => used.has(id)) };
}

export const withForm = (content: CaseContent, form: CaseForm): CaseContent => ({
  ...content,
  forms: content.forms.map((each) => (each.id === form.id ? form : each)),
});
