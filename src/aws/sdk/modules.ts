import type { Service } from '../service.ts';
import type { ClientModule } from './client-module.ts';

/** One lazy chunk a service: what a checklist does not ask is never loaded. */
export const CLIENT_MODULES: Readonly<Partial<Record<Service, () => Promise<ClientModule>>>> = {
  cloudwatch: async () => (await import('./clients/cloudwatch.ts')).cloudwatch,
  ec2: async () => (await import('./clients/ec2.ts')).ec2,
  sts: async () => (await import('./clients/sts.ts')).sts,
};
