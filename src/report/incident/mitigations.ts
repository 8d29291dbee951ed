import type { MitigationView } from '../../model/incident/view.ts';
import { plain } from '../text/plain.ts';
import { wrapIndented } from '../text/wrap.ts';

/** The runbook with what is known of its parameters, as one types them; what has to be filled in is left open. */
export function mitigationParameters({ parameters, missing }: MitigationView): string[] {
  return [...Object.entries(parameters).map(([key, value]) => `${key}=${value}`), ...missing.map((key) => `${key}=…`)];
}

function whereOf({ place }: MitigationView): string[] {
  return place === undefined ? [] : [`in ${place}`];
}

/** What may help, by the numbers that `opsbook incident mitigate` knows it by. */
export function mitigationLines(number: number, mitigations: readonly MitigationView[], width: number): string[] {
  return mitigations.flatMap((one, index) => {
    const set = one.missing.map((key) => ` --set ${key}=…`).join('');
    return [
      ...wrapIndented(plain(one.title), width, `  ${index + 1}. `),
      ...wrapIndented(plain(one.why), width, '     '),
      ...wrapIndented(plain([one.runbook, ...mitigationParameters(one), ...whereOf(one)].join(' ')), width, '     '),
      // To be copied from, and so in one piece.
      `     opsbook incident mitigate ${number} ${index + 1}${plain(set) && ` ${plain(set)}`}`,
    ];
  });
}

export function mitigationsText(number: number, mitigations: readonly MitigationView[], width: number): string {
  if (mitigations.length === 0) {
    return `The first look offers nothing for INC-${number}. Any runbook can be planned for it: opsbook incident mitigate ${number} <runbook> --set key=value\n`;
  }
  const head = wrapIndented(
    'What may help. Each is planned and shown first, and changes nothing before you agree:',
    width,
    '',
  );
  return `${[...head, '', ...mitigationLines(number, mitigations, width)].join('\n')}\n`;
}
