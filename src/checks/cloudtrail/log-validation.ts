import { trailResource, TRAILS_CALLS, trailsOfAccount } from '../../aws/cloudtrail.ts';
import { fail, pass } from '../../model/finding.ts';
import { defineCheck, unknownFrom } from '../define.ts';

export const logValidation = defineCheck({
  id: 'cloudtrail-log-validation',
  title: 'Trail signs its logs',
  severity: 'medium',
  why: 'Without digests nobody can tell whether a log file was changed or deleted after the fact.',
  remediation: 'Turn on log file validation of the trail; it costs nothing.',
  scope: 'account',
  calls: TRAILS_CALLS,
  async *evaluate({ aws }) {
    for (const trail of await trailsOfAccount(aws)) {
      if (trail.unread) {
        yield unknownFrom(trailResource(trail), trail.unread);
        continue;
      }
      const { Name = '', LogFileValidationEnabled: validated = false, S3BucketName: bucket = null } = trail;
      const evidence = { logFileValidation: validated, bucket };
      yield validated
        ? pass(trailResource(trail), `${Name} signs its log files.`, evidence)
        : fail(trailResource(trail), `${Name} does not sign its log files.`, evidence);
    }
  },
});
