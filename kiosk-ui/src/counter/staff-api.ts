/** Sign-in, sign-out and "who am I" of the staff screens; the session is a cookie that scripts cannot read. */
export interface StaffApi {
  /** The officer's name, or null when nobody is signed in. */
  session(): Promise<string | null>;
  signIn(account: string, password: string): Promise<{ officer: string } | { code: string }>;
  signOut(): Promise<void>;
}

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'cccd-kiosk' },
    body: JSON.stringify(body),
  });

export const staffApi: StaffApi = {
  async session() {
    const answer = await fetch('/api/staff/session', { headers: { accept: 'application/json' } });
    if (!answer.ok) return null;
    return ((await answer.json()) as { officer: string }).officer;
  },
  async signIn(account, password) {
    const answer = await post('/api/staff/sign-in', { account, password });
    return (await answer.json()) as { officer: string } | { code: string };
  },
  async signOut() {
    await post('/api/staff/sign-out', {});
  },
};
