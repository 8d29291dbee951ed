/** Exit codes, as scripts know them: CONTRACT of the command line. */
export const EXIT = {
  done: 0,
  findings: 1,
  usage: 2,
  incomplete: 3,
  interrupted: 130,
} as const;
