/** Use cases: moderators make, change, switch, order and delete rules. Each leaves a row in the log, and a way back. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { MOST_RULES, type Rule, type RuleDraft } from '../feeds/rule.js';
import type { RuleStore } from '../feeds/rule-store.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type ManageRulesParts = {
  db: Db;
  rules: Pick<RuleStore, 'list' | 'find' | 'insert' | 'update' | 'updatePositions' | 'delete'>;
  moderationLog: Pick<LogStore, 'insert'>;
  clock: Clock;
};

export function createManageRules(parts: ManageRulesParts) {
  const { rules, db } = parts;

  function log(trx: Knex.Transaction, actor: User, action: string, rule: Rule, details: object = {}): Promise<number> {
    return parts.moderationLog.insert(trx, {
      actorId: actor.id,
      action,
      subject: 'rule',
      subjectId: rule.id,
      title: rule.name,
      reason: '',
      details: { ...details },
      at: parts.clock(),
    });
  }

  async function add(actor: User, draft: RuleDraft): Promise<number> {
    checkManager(actor);
    if ((await rules.list(draft.feedId)).length >= MOST_RULES) {
      throw new AppError('rules-full', { status: 409, params: { max: MOST_RULES } });
    }
    return db.transact(async (trx) => {
      const id = await rules.insert(trx, draft, { by: actor.id, at: parts.clock() });
      await log(trx, actor, 'rule-add', { ...draft, id, position: 0 });
      return id;
    });
  }

  async function edit(actor: User, rule: Rule, draft: RuleDraft): Promise<void> {
    checkManager(actor);
    await db.transact(async (trx) => {
      await rules.update(trx, rule.id, draft);
      await log(trx, actor, 'rule-edit', { ...rule, ...draft }, { before: rule });
    });
  }

  async function switchRule(actor: User, rule: Rule, isEnabled: boolean): Promise<void> {
    checkManager(actor);
    await db.transact(async (trx) => {
      await rules.update(trx, rule.id, { ...rule, isEnabled });
      await log(trx, actor, isEnabled ? 'rule-on' : 'rule-off', rule);
    });
  }

  /** One place up or down within its scope. An order is no decision about anybody: it leaves no row. */
  async function move(actor: User, rule: Rule, step: -1 | 1): Promise<void> {
    checkManager(actor);
    const ids = (await rules.list(rule.feedId)).map(({ id }) => id);
    const from = ids.indexOf(rule.id);
    const neighbour = ids[from + step];
    if (from < 0 || neighbour === undefined) return;
    ids[from + step] = rule.id;
    ids[from] = neighbour;
    await db.transact((trx) => rules.updatePositions(trx, ids));
  }

  async function remove(actor: User, rule: Rule): Promise<void> {
    checkManager(actor);
    await db.transact(async (trx) => {
      await log(trx, actor, 'rule-delete', rule, { before: rule });
      await rules.delete(trx, rule.id);
    });
  }

  async function setEnabled(trx: Knex.Transaction, id: number, isEnabled: boolean): Promise<void> {
    await rules.update(trx, id, { ...(await existing(rules, trx, id)), isEnabled });
  }

  const undoers: Undoers = {
    'rule-add': (trx, { subjectId }) => rules.delete(trx, subjectId),
    'rule-edit': async (trx, { subjectId, details }) => {
      await existing(rules, trx, subjectId);
      await rules.update(trx, subjectId, details.before as Rule);
    },
    'rule-on': (trx, { subjectId }) => setEnabled(trx, subjectId, false),
    'rule-off': (trx, { subjectId }) => setEnabled(trx, subjectId, true),
    'rule-delete': async (trx, { actorId, details }, now) => {
      await rules.insert(trx, details.before as Rule, { by: actorId, at: now });
    },
  };

  return { manageRules: { add, edit, switchRule, move, remove }, undoers };
}

export type ManageRules = ReturnType<typeof createManageRules>['manageRules'];

function checkManager(actor: User): void {
  if (!can(actor, 'rule.manage')) throw new AppError('forbidden', { status: 403 });
}

async function existing(rules: Pick<RuleStore, 'find'>, trx: Knex.Transaction, id: number): Promise<Rule> {
  const rule = await rules.find(id, trx);
  if (!rule) throw new AppError('undo-impossible', { status: 409 });
  return rule;
}
