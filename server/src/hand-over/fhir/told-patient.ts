import { z } from 'zod';
import type { PatientTold } from '../language.ts';
import { systemsOf } from '../../fhir/systems.ts';

const identifierSchema = z.object({ system: z.string().optional(), value: z.string().optional() });
const patientSchema = z.object({
  resourceType: z.literal('Patient'),
  identifier: z.array(identifierSchema).default([]),
  name: z.array(z.object({ text: z.string().optional() })).default([]),
  birthDate: z.string().optional(),
});
const replySchema = z.object({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.object({ resource: z.unknown().optional() })).default([]),
});

/** The Patient in a transaction's reply; null when the server sent none back or something that is no reply. */
export function toldPatient(text: string, identifierBase: string): PatientTold | null {
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    return null;
  }
  const bundle = replySchema.safeParse(reply);
  if (!bundle.success) return null;
  const systems = systemsOf(identifierBase);
  for (const { resource } of bundle.data.entry) {
    const patient = patientSchema.safeParse(resource);
    if (!patient.success) continue;
    const of = (system: string): string | null =>
      patient.data.identifier.find((identifier) => identifier.system === system)?.value ?? null;
    return {
      patientId: of(systems.patientInternalId),
      number: of(systems.nationalId) ?? of(systems.passportNumber),
      fullName: patient.data.name[0]?.text ?? null,
      birthDate: patient.data.birthDate ?? null,
    };
  }
  return null;
}
