import type { Effect, Session, SessionStage } from './session.ts';

/** The session after an event, and what the world has to do about it. */
export interface Reduced {
  readonly session: Session;
  readonly effects: readonly Effect[];
}

export const moved = (session: Session, stage: SessionStage, ...effects: Effect[]): Reduced => ({
  session: { ...session, stage },
  effects,
});
export const unchanged = (session: Session): Reduced => ({ session, effects: [] });
