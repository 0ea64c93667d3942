/**
 * Decodes one portrait after another, in a process that has nothing: no environment, no right to write files or to start
 * anything, no secret in its memory. A hostile picture may end it; its parent starts another. Plain JavaScript, because it
 * runs on Node as it is.
 *
 * In: {id, format: 'jpeg' | 'jpeg2000', image: base64}. Out: {id, jpeg: base64} or {id, error: code}.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import jpeg from 'jpeg-js';

const mostPixels = 4_000_000;
const mostOctets = 64 * 1024;
const box = { width: 240, height: 320 };

const failed = (code) => Object.assign(new Error(code), { code });

function decodeJpeg(image) {
  return jpeg.decode(image, {
    useTArray: true,
    formatAsRGBA: true,
    maxResolutionInMP: mostPixels / 1e6,
    maxMemoryUsageInMB: 128,
  });
}

const wasmBinary = readFileSync(createRequire(import.meta.url).resolve('@cornerstonejs/codec-openjpeg/decodewasm'));
const codec = await openjpeg({ wasmBinary, print: () => undefined, printErr: () => undefined });

/** OpenJPEG's frame as RGBA. Garbage gives a frame of 0×0, not an error. */
function decodeJpeg2000(image) {
  const decoder = new codec.J2KDecoder();
  try {
    decoder.getEncodedBuffer(image.length).set(image);
    decoder.readHeader();
    const announced = decoder.getFrameInfo();
    if (announced.width * announced.height > mostPixels) throw failed('too-large');
    decoder.decode();
    const { width, height, componentCount, bitsPerSample } = decoder.getFrameInfo();
    if (bitsPerSample !== 8 || ![1, 3, 4].includes(componentCount)) throw failed('unsupported');
    if (width < 1 || height < 1 || width * height > mostPixels) throw failed('malformed');
    const samples = decoder.getDecodedBuffer();
    if (samples.length < width * height * componentCount) throw failed('malformed');
    const data = new Uint8Array(width * height * 4);
    for (let i = 0; i < width * height; i += 1) {
      const from = i * componentCount;
      for (let c = 0; c < 3; c += 1) data[i * 4 + c] = samples[from + (componentCount === 1 ? 0 : c)];
      data[i * 4 + 3] = 255;
    }
    return { width, height, data };
  } finally {
    decoder.delete();
  }
}

/** Shrinks by averaging whole source areas; never enlarges. */
function shrink({ width, height, data }) {
  const scale = Math.min(1, box.width / width, box.height / height);
  if (scale === 1) return { width, height, data };
  const to = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const out = new Uint8Array(to.width * to.height * 4);
  for (let y = 0; y < to.height; y += 1) {
    const y0 = Math.floor((y * height) / to.height);
    const y1 = Math.max(y0 + 1, Math.floor(((y + 1) * height) / to.height));
    for (let x = 0; x < to.width; x += 1) {
      const x0 = Math.floor((x * width) / to.width);
      const x1 = Math.max(x0 + 1, Math.floor(((x + 1) * width) / to.width));
      const sum = [0, 0, 0];
      for (let v = y0; v < y1; v += 1)
        for (let u = x0; u < x1; u += 1) for (let c = 0; c < 3; c += 1) sum[c] += data[(v * width + u) * 4 + c];
      const count = (y1 - y0) * (x1 - x0);
      for (let c = 0; c < 3; c += 1) out[(y * to.width + x) * 4 + c] = Math.round(sum[c] / count);
      out[(y * to.width + x) * 4 + 3] = 255;
    }
  }
  return { ...to, data: out };
}

/** A new JPEG from the pixels, small enough for a screen. */
function encode(pixels) {
  for (const quality of [88, 75, 60]) {
    const { data } = jpeg.encode(pixels, quality);
    if (data.length <= mostOctets) return data;
  }
  throw failed('too-large');
}

process.on('message', ({ id, format, image }) => {
  try {
    const octets = Buffer.from(image, 'base64');
    const pixels = format === 'jpeg' ? decodeJpeg(octets) : decodeJpeg2000(octets);
    if (pixels.width < 1 || pixels.height < 1) throw failed('malformed');
    process.send({ id, jpeg: encode(shrink(pixels)).toString('base64') });
  } catch (error) {
    process.send({ id, error: typeof error?.code === 'string' ? error.code : 'malformed' });
  }
});
process.send({ ready: true });
