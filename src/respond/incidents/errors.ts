import { UsageError } from '../../model/errors.ts';

export class NoSuchIncident extends UsageError {
  constructor(number: number) {
    super(`there is no incident ${number}: opsbook incident list`);
  }
}

export class NoSuchMaintenance extends UsageError {
  constructor(id: number) {
    super(`there is no maintenance window ${id}`);
  }
}
