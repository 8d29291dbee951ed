/** Exit codes, as scripts know them: CONTRACT of the command line. */
export const EXIT = {
  done: 0,
  findings: 1,
  usage: 2,
  incomplete: 3,
  /** An execution failed or was undone. */
  failed: 4,
  /** By an approval, a lock, the change window or a guard; or a person said no. */
  refused: 5,
  interrupted: 130,
} as const;
