/**
 * JSON (RFC 8259) read with the place of every value, so that a mistake in a form's file can be named by its line.
 * Strict: no comments, no trailing commas, no key twice.
 */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface ReadJson {
  readonly value: unknown;
  /** Where the value of a path (`sections.0.title`) begins; of the nearest one above when there is none. */
  placeOf(path: readonly PropertyKey[]): Place;
}

/** Text that is not JSON: `reason` in words, at a place. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly place: Place;
  readonly reason: string;
  constructor(reason: string, place: Place) {
    super(reason);
    this.reason = reason;
    this.place = place;
  }
}

const deepest = 30;

export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** Throws JsonError. */
export function readJson(text: string): ReadJson {
  const places = new Map<string, number>();
  let at = 0;

  const fail = (reason: string, offset = at): never => {
    throw new JsonError(reason, placeAt(text, offset));
  };
  const space = (): void => {
    while (/[ \t\r\n]/.test(text.charAt(at))) at += 1;
  };
  const expect = (mark: string): void => {
    space();
    if (text.charAt(at) !== mark)
      fail(at >= text.length ? `the file ends where ${mark} is expected` : `${mark} is expected here`);
    at += 1;
  };
  const next = (): string => {
    space();
    return text.charAt(at);
  };

  function string(): string {
    const start = at;
    const found = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    found.lastIndex = at;
    const match = found.exec(text);
    if (match === null)
      return fail('a text that does not end on its line, or holds a mark that must be escaped', start);
    at += match[0].length;
    return JSON.parse(match[0]) as string;
  }

  function literal(): unknown {
    const found = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
    found.lastIndex = at;
    const match = found.exec(text);
    if (match === null) return fail('a value is expected here');
    at += match[0].length;
    return JSON.parse(match[0]) as unknown;
  }

  /** `item` reads one member; marks between them are commas. */
  function members(end: string, item: () => void): void {
    at += 1;
    if (next() === end) {
      at += 1;
      return;
    }
    for (;;) {
      item();
      if (next() === ',') at += 1;
      else break;
    }
    expect(end);
  }

  function object(path: string, depth: number): Record<string, unknown> {
    const out: Record<string, unknown> = {};
    members('}', () => {
      if (next() !== '"') fail('a name in double quotes is expected here');
      const start = at;
      const key = string();
      if (Object.hasOwn(out, key)) fail(`"${key}" stands here a second time`, start);
      expect(':');
      // A plain property whatever its name, `__proto__` included.
      Object.defineProperty(out, key, {
        value: value(`${path}.${key}`, depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    });
    return out;
  }

  function array(path: string, depth: number): unknown[] {
    const out: unknown[] = [];
    members(']', () => {
      out.push(value(`${path}.${out.length}`, depth + 1));
    });
    return out;
  }

  function value(path: string, depth: number): unknown {
    if (depth > deepest) fail('nested too deeply');
    const first = next();
    places.set(path, at);
    if (first === '{') return object(path, depth);
    if (first === '[') return array(path, depth);
    return first === '"' ? string() : literal();
  }

  const whole = value('', 0);
  space();
  if (at < text.length) fail('the file goes on after its end');
  return {
    value: whole,
    placeOf(path) {
      for (let length = path.length; length >= 0; length -= 1) {
        const found = places.get(
          path
            .slice(0, length)
            .map((part) => `.${String(part)}`)
            .join(''),
        );
        if (found !== undefined) return placeAt(text, found);
      }
      return { line: 1, column: 1 };
    },
  };
}
