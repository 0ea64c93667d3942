/** A setting that the daemon will not start with. The message is for the person who runs it. */
export class RefusedConfig extends Error {
  override readonly name = 'RefusedConfig';
  readonly setting: string;
  constructor(setting: string, why: string) {
    super(`${setting}: ${why}`);
    this.setting = setting;
  }
}
