/** A decoder that others keep from computing: it answers late, and used nothing. */
process.on('message', ({ id }) => {
  setTimeout(() => process.send({ id, jpeg: 'AAAA' }), 1_200);
});
process.send({ ready: true });
