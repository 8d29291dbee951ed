import { serverErrorsQuiet } from '../../checks/elbv2/5xx-quiet.ts';
import { errorsQuiet } from '../../checks/logs/errors-quiet.ts';
import { defineChecklist } from '../define.ts';
import { logErrors } from '../sections/log-errors.ts';

export const logReview = defineChecklist({
  id: 'daily/log-review',
  title: 'Log review',
  purpose:
    'What the applications and load balancers complained about in the last hour, counted and grouped, so that a new kind ' +
    'of error is seen among the old ones.',
  cadence: { cron: '15 8 * * *', words: 'every day at 08:15' },
  checks: [errorsQuiet, serverErrorsQuiet],
  sections: [logErrors],
});
