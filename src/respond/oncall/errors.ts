import { UsageError } from '../../model/errors.ts';

export class NoSuchHandOff extends UsageError {
  constructor(which: number | string) {
    super(
      typeof which === 'number'
        ? `there is no hand-off ${which}: opsbook oncall handoff --list`
        : `no hand-off: ${which}`,
    );
  }
}
