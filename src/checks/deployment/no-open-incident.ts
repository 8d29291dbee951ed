import { fail, pass, type Resource, unknown } from '../../model/finding.ts';
import type { OpenIncident } from '../../model/outside.ts';
import type { Severity } from '../../model/severity.ts';
import { defineCheck } from '../define.ts';

const INCIDENTS: Resource = { type: 'Opsbook::Incidents', id: 'incidents', arn: 'opsbook:incidents' };

/** What an incident weighs against a deployment. */
const WEIGHT: Readonly<Record<string, Severity>> = { P0: 'critical', P1: 'high', P2: 'medium', P3: 'low' };

export const noOpenIncident = defineCheck({
  id: 'no-open-incident',
  title: 'No incident is open',
  severity: 'high',
  why: 'A deployment during an incident hides its cause, and may be the second one.',
  remediation: 'Resolve the incident first, or deploy as a part of its resolution, with the incident lead.',
  scope: 'account',
  calls: [],
  async *evaluate({ outside }) {
    const incidents = await outside.openIncidents();
    if (incidents === undefined) {
      yield unknown(INCIDENTS, 'No database keeps incidents here, so whether one is open is not known.');
      return;
    }
    if (incidents.length === 0) yield pass(INCIDENTS, 'No incident is open.');
    for (const incident of incidents) {
      const { id, title, severity } = incident;
      yield fail(
        incidentResource(incident),
        `${id} (${severity}) is open: ${title}.`,
        { severity, title },
        weightOf(incident),
      );
    }
  },
});

function incidentResource({ id }: OpenIncident): Resource {
  return { type: 'Opsbook::Incident', id, arn: `opsbook:incident/${id}` };
}

function weightOf({ severity }: OpenIncident): { severity?: Severity } {
  const own = WEIGHT[severity.toUpperCase()];
  return own ? { severity: own } : {};
}
