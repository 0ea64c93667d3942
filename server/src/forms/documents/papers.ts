import type { FormView } from '@cccd-kiosk/contract/forms';
import { receiptTexts } from '@cccd-kiosk/contract/text/receipt';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { CaseDesk } from '../case/case-desk.ts';
import { personIn, personOfRole } from '../case/content.ts';
import { resolveFact } from '../case/resolve-field.ts';
import type { Registry } from '../registry/registry.ts';
import { makeModel } from './make-model.ts';
import { renderDocx } from './render-docx.ts';
import { renderPdf } from './render-pdf.ts';
import { renderReceipt } from './render-receipt.ts';

/** Cases on paper. Nothing of it is kept: a paper is made when it is asked for. */
export interface Papers {
  form(caseId: string, view: FormView, as: 'pdf' | 'docx'): Promise<Uint8Array>;
  /** Throws RefusedError `form-incomplete` before there is a number. */
  receipt(caseId: string): Promise<Uint8Array>;
}

export function createPapers(parts: {
  desk: CaseDesk;
  registry: Registry;
  site: string;
  /** hh:mm dd/mm/yyyy. */
  time: (at: Date) => string;
}): Papers {
  const { desk, registry, site, time } = parts;
  return {
    form(caseId, view, as) {
      const formCase = desk.find(caseId);
      const form = registry.version(view.code, view.version);
      const content = formCase.content?.reveal();
      if (form === undefined || content === undefined) throw new RefusedError('not-found', 'formId');
      const frame = desk.frameOf(formCase);
      const model = makeModel(form, view, {
        today: frame.today,
        footer: [form.code, form.version, formCase.fileNumber ?? '', site].filter((part) => part !== '').join(' · '),
        madeAt: new Date(formCase.finishedAt ?? formCase.openedAt),
        newUnit(personId) {
          const ward = personIn(content, personId ?? undefined)?.newWard;
          return ward === undefined || ward === null ? undefined : `${ward.ward}, ${ward.province}`;
        },
        personOf(role) {
          const person = personOfRole(content, role);
          if (person === undefined) return undefined;
          const of = (fact: 'fullName' | 'personalNumber'): string => resolveFact(fact, person, frame).value;
          return { name: of('fullName'), number: of('personalNumber') };
        },
      });
      return as === 'pdf' ? renderPdf(model) : renderDocx(model);
    },
    receipt(caseId) {
      const formCase = desk.find(caseId);
      const { fileNumber, finishedAt } = formCase;
      if (fileNumber === null || finishedAt === null) throw new RefusedError('form-incomplete', 'fileNumber');
      const names = formCase.content
        ?.reveal()
        .forms.map(({ code, version }) => registry.version(code, version)?.name.vi ?? code);
      return renderReceipt({
        office: site,
        fileNumber,
        procedures: names ?? [...formCase.formCodes],
        at: time(new Date(finishedAt)),
        nextStep: receiptTexts['next-step'].vi,
        madeAt: new Date(finishedAt),
      });
    },
  };
}
