import { addressAssociated } from '../../checks/ec2/address-associated.ts';
import { vpcAvailable } from '../../checks/ec2/vpc-available.ts';
import { defineChecklist } from '../define.ts';
import { vpcs } from '../sections/vpcs.ts';

export const healthCheck = defineChecklist({
  id: 'daily/health-check',
  title: 'Morning health check',
  purpose:
    'The first look of the day: is anything that serves customers broken, degraded or about to be, and did ' +
    'yesterday cost what it should have. Run it before the stand-up, and whenever something feels wrong.',
  cadence: { cron: '0 8 * * *', words: 'every day at 08:00' },
  checks: [vpcAvailable, addressAssociated],
  sections: [vpcs],
});
