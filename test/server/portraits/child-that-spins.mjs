/** A decoder that a picture has caught in a loop. */
process.on('message', () => {
  for (;;);
});
process.send({ ready: true });
