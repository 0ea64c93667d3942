/** A decoder that does not come as far as being ready. */
process.on('message', () => undefined);
