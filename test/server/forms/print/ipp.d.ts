/** The part of the `@sealsystems/ipp` package (no types of its own) that the stand-in printer speaks with. */
declare module '@sealsystems/ipp' {
  interface Message {
    version?: string;
    operation?: string;
    statusCode?: string;
    id: number;
    [group: string]: unknown;
  }
  const ipp: { parse(bytes: Buffer): Message; serialize(message: Message): Buffer };
  export default ipp;
}
