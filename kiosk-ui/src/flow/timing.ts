/** The kiosk's clock, in milliseconds. Sources: flows B0, design §3 and §6, WCAG 2.2.1. */
export const timing = {
  /** Presses are ignored this long after a screen change, and a second tap on the same button counts as the first. */
  deaf: 600,
  /** A trembling finger touches a key twice: the second touch of the same key counts only after this long. */
  tremor: 200,
  /** Personal details blur after this long without a touch. */
  blur: 15_000,
  /** "Còn ở đó không?" after this long without a touch, */
  prompt: 30_000,
  /** then the wipe after this countdown. */
  countdown: 20_000,
  /** What one press of "Tôi cần thêm thời gian" gives, any number of times. */
  moreTime: 60_000,
  /** A problem stays long enough to be read. */
  message: 6_000,
  /** The ticket screen wipes itself once card and paper are taken. */
  ticketWipe: 5_000,
  deskWipe: 20_000,
  /** Card left on the tray: the first chime, then one every `chime`. */
  chimeAfter: 4_000,
  chime: 2_000,
  /** No screen waits longer than this for the server. */
  answer: 3_000,
  /** A shorter break of the connection is not worth a word. */
  blip: 2_000,
  /** Away for so long, and the kiosk goes on without the server; */
  goesElsewhere: 5_000,
  /** where a number stands on the screen, after so long. */
  numberStays: 30_000,
  /** After start-up, how long "Máy đang khởi động" stands before the machine says that it is away. */
  startUp: 8_000,
} as const;
