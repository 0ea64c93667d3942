/**
 * A filled form as paper, free of any form's own rules: what stands where. Texts are Vietnamese, values NFC. The PDF and
 * the DOCX are two ways to draw it.
 */
export interface LineCell {
  readonly kind: 'line' | 'boxes';
  /** Twelfths of the line's width. */
  readonly span: number;
  /** As printed before the label: `1`, `[01]`. */
  readonly number: string;
  readonly label: string;
  readonly value: string;
  /** Words after the value. */
  readonly after: string;
  /** Empty lines to write on when there is no value. */
  readonly lines: number;
}
export interface ChoiceCell {
  readonly kind: 'choices';
  readonly span: number;
  readonly number: string;
  readonly label: string;
  readonly choices: readonly { readonly label: string; readonly chosen: boolean }[];
}
export type Cell = LineCell | ChoiceCell;

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'line'; readonly cells: readonly Cell[] }
  /** Sections of two people side by side. */
  | { readonly kind: 'beside'; readonly columns: readonly (readonly Block[])[] }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly heads: readonly string[];
      /** Parts of the width, one a column. */
      readonly widths: readonly number[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'paragraph'; readonly text: string };

export interface Signature {
  readonly title: string;
  readonly note: string;
  readonly name: string;
  /** 12 digits under the name, where the paper asks for them; empty otherwise. */
  readonly number: string;
}

export interface DocumentModel {
  readonly code: string;
  readonly title: string;
  /** In the corner: which form, enacted by what. */
  readonly stamp: string;
  readonly motto: boolean;
  readonly addressee: string | null;
  readonly blocks: readonly Block[];
  readonly declaration: string;
  /** `ngày 26 tháng 11 năm 2026`. */
  readonly dateLine: string;
  readonly signatures: readonly Signature[];
  /** At the foot of each page: what the paper is, without a name. */
  readonly footer: string;
  /** Of the file itself; the same model gives the same file. */
  readonly madeAt: Date;
}
