/** Which reader stands on this officer's table: a station's id, no personal data. Remembered by the browser. */
const key = 'forms.station';

export interface StationMemory {
  read(): string | null;
  keep(stationId: string): void;
}

export const stationMemory: StationMemory = {
  read() {
    try {
      return localStorage.getItem(key);
    } catch {
      // A browser that keeps nothing asks again each time.
      return null;
    }
  },
  keep(stationId) {
    try {
      localStorage.setItem(key, stationId);
    } catch {
      // As above.
    }
  },
};
