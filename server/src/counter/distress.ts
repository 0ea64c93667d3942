import type { DistressRow } from '@cccd-kiosk/contract/counter';
import type { StationSessions } from '../sessions/station-sessions.ts';

/** Kiosks that asked for a person, the longest waiting first: kiosk and screen, never who stands there. */
export function distressRows(sessions: StationSessions, nameOf: (stationId: string) => string): DistressRow[] {
  return [...sessions.all()]
    .flatMap(([stationId, { staffCall, calledFrom, calledAt }]) =>
      staffCall === 'called' || staffCall === 'coming'
        ? [
            {
              stationId,
              stationName: nameOf(stationId),
              screen: calledFrom,
              since: new Date(calledAt).toISOString(),
              state: staffCall,
            },
          ]
        : [],
    )
    .sort((a, b) => a.since.localeCompare(b.since));
}
