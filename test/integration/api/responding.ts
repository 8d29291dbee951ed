import type { Intake, RespondPorts } from '../../../src/api/respond-ports.ts';
import { oncallPorts } from '../../../src/main/respond/oncall-ports.ts';
import { slackPorts } from '../../../src/main/respond/slack-ports.ts';
import { onCallAt } from '../../../src/model/oncall/on-call-at.ts';
import { renderPostMortem } from '../../../src/report/incident/post-mortem.ts';
import { pageOf } from '../../../src/respond/incidents/view.ts';
import type { Channel, Responder, RespondSettings } from '../../../src/respond/responder.ts';
import type { IntakeDefinition } from '../../../src/respond/intake/define.ts';
import type { Database } from '../../../src/store/database.ts';
import { level, MATRIX } from '../respond/scene.ts';

export interface RespondOptions {
  readonly settings?: Partial<RespondSettings>;
  readonly channels?: readonly Channel[];
  readonly people?: readonly {
    id: string;
    name: string;
    email?: string;
    slack?: string;
    role?: string;
    phone?: string;
  }[];
  readonly intakes?: Readonly<Record<string, Partial<Intake> & Pick<Intake, 'definition'>>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Settings of channels with secrets, in place of references to them. */
  readonly use?: Readonly<Record<string, string>>;
}

interface Sources {
  readonly db: Database;
  readonly now: () => Date;
}

/** The whole of it as `opsbook up` has it, but for the configuration, which the test says, and what comes by itself. */
export function respondingPorts({ db, now }: Sources, options: RespondOptions = {}): RespondPorts {
  const { people = [{ id: 'alice', name: 'Alice', phone: '+1-555-0100' }], channels = [], environment = {} } = options;
  const rotation = { name: 'primary', type: 'weekly', length: 1, start: '2026-01-05T09:00:00' } as const;
  const schedule = {
    timezone: 'America/New_York',
    rotations: [{ ...rotation, participants: ['alice', 'bob', 'carol'] }],
    rules: [],
    overrides: [],
  };
  const known = Object.fromEntries(people.map(({ id, ...person }) => [id, person]));
  const oncall = oncallPorts({ config: { people: known, oncall: { schedules: { platform: schedule } } }, db, now });
  const settings: RespondSettings = {
    people: new Map(people.map((person) => [person.id, person])),
    policies: new Map([['platform', { ...MATRIX, levels: [...MATRIX.levels, level(5, [{ person: 'vp' }], 1000)] }]]),
    routes: [],
    windows: [],
    business: { timezone: 'America/New_York', holidays: [] },
    channels: new Map(channels.map((channel) => [channel.name, channel])),
    rooms: null,
    heartbeats: new Map(),
    flapping: { changes: 4, withinMs: 3_600_000 },
    reopenWithinMs: 900_000,
    defaultSeverity: 'P1',
    url: null,
    ...options.settings,
  };
  const responder: Responder = {
    db,
    now,
    settings,
    async roster() {
      const platform = oncall.schedules.get('platform');
      if (!platform) throw new Error('no schedule');
      const { outside } = await oncall.outside(platform, { from: now(), to: new Date(now().getTime() + 1) });
      return { onCall: (_target, at) => onCallAt(platform, new Date(at), outside).map(({ person }) => person) };
    },
    wake: () => undefined,
  };
  const bounded: typeof fetch = (input, init) =>
    fetch(input, { redirect: 'manual', signal: AbortSignal.timeout(2000), ...init });
  const delivery: RespondPorts['delivery'] = {
    useOf: (channel, again) => ({
      settings: { ...channel.settings, ...options.use },
      fetch: bounded,
      now,
      again,
      publish: () => Promise.reject(new Error('no SNS here')),
    }),
  };
  return {
    responder,
    delivery,
    intakes: new Map(Object.entries(options.intakes ?? {}).map(([name, intake]) => [name, intakeOf(intake)])),
    slack: slackPorts({ settings, delivery, environment, fetch: bounded }),
    oncall,
    postMortem: async (number) => renderPostMortem(await pageOf(responder, number)),
    takeLateness: () => [250],
    fetch: bounded,
  };
}

function intakeOf({ definition, ...rest }: Partial<Intake> & { definition: IntakeDefinition }): Intake {
  return { definition, labels: {}, severity: null, settings: () => Promise.resolve({}), ...rest };
}
