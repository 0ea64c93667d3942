/** The package brings no types. */
declare module 'subset-font' {
  /** A font with only the glyphs that these characters need, drawn by HarfBuzz's own subsetter. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options?: { targetFormat?: 'sfnt' | 'truetype' | 'woff' | 'woff2'; noLayoutClosure?: boolean },
  ): Promise<Buffer>;
}
