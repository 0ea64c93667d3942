import { idSchema } from '@cccd-kiosk/contract/station';
import type { EnrolRequest } from '@cccd-kiosk/contract/station';
import { z } from 'zod';
import type { StateDir } from '../state-dir.ts';
import { keepIdentity, newStationKey } from './identity.ts';
import type { StationIdentity } from './identity.ts';
import { postJson, ServerAway } from './post-json.ts';
import type { ServerAddress } from './post-json.ts';

const answerSchema = z.object({ stationId: idSchema });

/**
 * Spends an enrolment code. The key is made here and its private half never leaves; it is kept only once the server has
 * answered. Rejects with `RefusedError` (`enrolment-code-invalid`) or `ServerAway`.
 */
export async function enrol(
  address: ServerAddress,
  state: StateDir,
  code: string,
  name: string,
): Promise<StationIdentity> {
  const key = newStationKey();
  const request: EnrolRequest = { code, publicKey: key.publicKey, name };
  const answer = answerSchema.safeParse(await postJson(address, '/api/stations/enrol', request));
  if (!answer.success) throw new ServerAway('answer-malformed');
  return keepIdentity(state, address.origin.origin, answer.data.stationId, key);
}
