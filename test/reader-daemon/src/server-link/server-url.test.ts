import { describe, expect, it } from 'vitest';
import { RefusedConfig } from '@cccd-kiosk/reader-daemon/src/refused-config';
import { serverOrigin } from '@cccd-kiosk/reader-daemon/src/server-link/server-url';

describe('the server’s address (TLS, plain only on loopback)', () => {
  it.each([
    'https://check-in.hospital.example',
    'https://10.0.0.7:8443',
    'http://127.0.0.1:8080',
    'http://127.8.9.1:8080',
    'http://[::1]:8080',
    'http://localhost:8080',
  ])('%s is taken', (text) => {
    expect(serverOrigin(text).origin).toBe(new URL(text).origin);
  });

  it.each([
    'http://check-in.hospital.example',
    'http://10.0.0.7:8080',
    'http://0.0.0.0:8080',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://[::ffff:10.0.0.7]:8080',
    'ws://127.0.0.1:8080',
    'ftp://127.0.0.1',
    'not a url',
    '',
    'https://user:secret@hospital.example',
    'https://hospital.example/path',
    'https://hospital.example/?q=1',
  ])('%s is refused', (text) => {
    expect(() => serverOrigin(text)).toThrow(RefusedConfig);
  });
});
