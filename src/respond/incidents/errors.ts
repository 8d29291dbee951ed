import { UsageError } from '../../model/errors.ts';

export class NoSuchIncident extends UsageError {
  constructor(number: number) {
    super(`there is no incident ${number}: opsbook incident list`);
  }
}
