/** A bucket of `burst` tokens that fills with `perSecond`; `take` is false when it is empty. */
export interface Bucket {
  take(now: number): boolean;
}

export function createBucket(burst: number, perSecond: number): Bucket {
  let tokens = burst;
  let at = Number.NEGATIVE_INFINITY;
  return {
    take(now) {
      tokens = at === Number.NEGATIVE_INFINITY ? burst : Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
      at = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}

/** Buckets by key, forgotten when they are many: a flood of keys costs no memory. */
export function createBuckets(burst: number, perSecond: number, most = 10_000): (key: string, now: number) => boolean {
  const buckets = new Map<string, Bucket>();
  return (key, now) => {
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      if (buckets.size >= most) buckets.clear();
      bucket = createBucket(burst, perSecond);
      buckets.set(key, bucket);
    }
    return bucket.take(now);
  };
}
