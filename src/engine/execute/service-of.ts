import { type Service, SERVICES } from '../../aws/service.ts';

/** @throws Error for a service that this version does not know: the plan is of a later one */
export function serviceOf(name: string): Service {
  const service = SERVICES.find((known) => known === name);
  if (service !== undefined) return service;
  throw new Error(`this version of Opsbook cannot call AWS's ${name}: the plan was made by a later one`);
}
