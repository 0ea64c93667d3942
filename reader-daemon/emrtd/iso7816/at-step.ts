/** Naming the step of a reading in errors that come from below and know none. */
import { EmrtdError, type Step } from '../errors.ts';

/** Runs `work`; an `EmrtdError` without a step of its own, or with that of a mere parser, gets this one. */
export async function atStep<T>(step: Step, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw withStep(error, step);
  }
}

function withStep(error: unknown, step: Step): unknown {
  if (!(error instanceof EmrtdError) || (error.step !== undefined && error.step !== 'parse')) return error;
  const { code, message, statusWord } = error;
  return new EmrtdError(code, message, { step, ...(statusWord !== undefined && { statusWord }), cause: error });
}
