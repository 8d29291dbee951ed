import type { TargetReport } from '../model/result.ts';
import type { Section } from '../model/section.ts';
import type { SectionDefinition } from './define.ts';

/** One section for all targets: with more than one target, each row says where it is from. */
export function mergeSections(
  definitions: readonly SectionDefinition[],
  outcomes: readonly { readonly sections: readonly Section[] }[],
  reports: readonly TargetReport[],
): Section[] {
  const many = reports.length > 1;
  return definitions.flatMap(({ id }) => {
    const parts = outcomes.flatMap(({ sections }, index) => {
      const report = reports[index];
      const section = sections.find((candidate) => candidate.id === id);
      return section && report ? [{ section, report }] : [];
    });
    const first = parts[0];
    if (!first) return [];
    if (!many) return [first.section];
    const where = [
      { key: 'account', label: 'Account' },
      { key: 'region', label: 'Region' },
    ];
    const named = (report: TargetReport): string => `${report.account}/${report.region}`;
    const notes = parts.flatMap(({ section, report }) => (section.note ? [`${named(report)}: ${section.note}`] : []));
    return [
      {
        ...first.section,
        columns: [...where, ...first.section.columns],
        rows: parts.flatMap(({ section, report: { account, region } }) =>
          section.rows.map((row) => ({ account, region, ...row })),
        ),
        note: notes.length > 0 ? notes.join(' ') : null,
        text: parts.flatMap(({ section, report }) => (section.text ?? []).map((line) => `${named(report)}: ${line}`)),
        ...mergedInventory(parts.map(({ section }) => section)),
        plots: parts.flatMap(({ section, report }) =>
          (section.plots ?? []).map((plot) => ({ ...plot, title: `${plot.title} (${named(report)})` })),
        ),
      },
    ];
  });
}

function mergedInventory(sections: readonly Section[]): Pick<Section, 'inventory'> {
  const kept = sections.flatMap(({ inventory }) => (inventory ? [inventory] : []));
  return kept.length > 0 ? { inventory: Object.assign({}, ...kept) } : {};
}
