import { readCapped } from './read-capped.ts';

export interface PostReply {
  readonly status: number;
  /** At most 256 KiB; more is cut off. */
  readonly text: string;
}

/** Why a post reached nobody's hands. `code` is stable and holds nothing of a person. */
export type PostTrouble =
  | { readonly outcome: 'unreachable'; readonly code: string }
  | { readonly outcome: 'busy'; readonly code: string }
  | { readonly outcome: 'refused'; readonly code: string };

const mostReply = 256 * 1024;

/** Codes of Node's network errors are fit for a log; anything else becomes one word. */
const codeOf = (error: unknown): string => {
  const { cause, name } = error as { cause?: { code?: unknown }; name?: unknown };
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  return typeof cause?.code === 'string' ? cause.code : 'network';
};

/** Posts a body; follows no redirect (it would carry a person elsewhere). A network fault is an outcome, not an error. */
export async function httpPost(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<PostReply | Extract<PostTrouble, { outcome: 'unreachable' }>> {
  try {
    const response = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
    return { status: response.status, text: (await readCapped(response, mostReply)).toString('utf8') };
  } catch (error) {
    return { outcome: 'unreachable', code: codeOf(error) };
  }
}

/** What an HTTP status says of the message, when its body says nothing better. Null for 2xx. */
export function outcomeOfStatus(status: number): PostTrouble | null {
  if (status >= 200 && status < 300) return null;
  const code = `http-${status}`;
  // 401 and 403 are about our account, not about this message: they mend when the setting does.
  if (status === 401 || status === 403) return { outcome: 'busy', code };
  if (status === 408 || status === 425 || status === 429) return { outcome: 'busy', code };
  if (status >= 500) return { outcome: 'unreachable', code };
  return { outcome: 'refused', code };
}
