/** Accounts by hand: the first administrator of a server, a moderator's promotion. */
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Argument, type Command, Option } from 'commander';
import { nameKey } from '../accounts/name.js';
import type { Problem, Problems } from '../accounts/register.js';
import { type Role, roles, type User } from '../accounts/user.js';
import type { UserStore } from '../accounts/user-store.js';
import { errorText, textsFor } from '../i18n/texts.js';
import { notFound } from '../lib/errors.js';
import { type AddCommand, type Cli, withServices } from './context.js';
import { badInput } from './exit.js';
import { withExamples, withJson } from './options.js';
import { printJson, printLine } from './output.js';

type JsonOption = { json?: boolean };
type CreateOptions = { role: Role; email?: string; password?: string; passwordStdin?: boolean; json?: boolean };

const LONGEST_INPUT = 10_000;
const nameHelp = 'name of the member';

export const addUser: AddCommand = (program, cli) => {
  const user = program.command('user').description('accounts: create one, change a role, help somebody in');
  withExamples(user, 'user create maria --role moderator', 'user role maria admin');
  const create = user
    .command('create')
    .description('create an account; without a password one is generated and printed once')
    .argument('<name>', nameHelp)
    .addOption(new Option('--role <role>', 'what the account may do').choices(roles).default('member'))
    .option('--email <address>', 'e-mail address')
    .addOption(new Option('--password <text>', 'other users of the machine may see it').conflicts('passwordStdin'))
    .option('--password-stdin', 'take the password from the first line of standard input')
    .action((name: string, options: CreateOptions) => createUser(cli, name, options));
  withExamples(
    withJson(create),
    'user create maria --role admin --email maria@example.org',
    'user create ivan --password-stdin < file',
  );
  const role = user
    .command('role')
    .description('change the role of an account')
    .argument('<name>', nameHelp)
    .addArgument(new Argument('<role>', 'the new role').choices(roles))
    .action((name: string, wanted: Role, options: { json?: boolean }) =>
      changeRole(cli, { name, role: wanted }, options),
    );
  withExamples(withJson(role), 'user role maria moderator');
  addHelp(user, cli);
};

/** Help that an administrator gives by hand, where there is no mail or the phone is lost. */
function addHelp(user: Command, cli: Cli): void {
  const verify = user
    .command('verify')
    .description('count the address of a new member as confirmed, so that they may write')
    .argument('<name>', nameHelp)
    .action((name: string, options: JsonOption) => verifyUser(cli, name, options));
  withExamples(withJson(verify), 'user verify maria');
  const reset = user
    .command('reset-link')
    .description('print a link that lets its reader choose a new password, once, for an hour')
    .argument('<name>', nameHelp)
    .action((name: string, options: JsonOption) => printResetLink(cli, name, options));
  withExamples(withJson(reset), 'user reset-link maria');
  const off = user
    .command('second-step-off')
    .description('switch the code at log-in off for somebody who lost phone and recovery codes')
    .argument('<name>', nameHelp)
    .action((name: string, options: JsonOption) => switchSecondStepOff(cli, name, options));
  withExamples(withJson(off), 'user second-step-off maria');
}

async function verifyUser(cli: Cli, name: string, { json }: JsonOption): Promise<void> {
  await withServices(cli, async ({ users }) => {
    const user = await findUser(users, name);
    await users.markVerified(user.id);
    if (json) return printJson(cli.out, { id: user.id, name: user.name, verified: true });
    await printLine(cli.out, `${user.name} may write now.`);
  });
}

async function printResetLink(cli: Cli, name: string, { json }: JsonOption): Promise<void> {
  await withServices(cli, async ({ users, passwordReset, baseUrl }) => {
    const user = await findUser(users, name);
    const { path, hours } = await passwordReset.createLink(user);
    const url = `${baseUrl()}${path}`;
    if (json) return printJson(cli.out, { id: user.id, name: user.name, url, hours });
    await printLine(cli.out, `For ${user.name} alone, once, for ${hours} hour: ${url}`);
  });
}

async function switchSecondStepOff(cli: Cli, name: string, { json }: JsonOption): Promise<void> {
  await withServices(cli, async ({ users, secondFactor }) => {
    const user = await findUser(users, name);
    const wasOn = await secondFactor.isOn(user.id);
    if (wasOn) await secondFactor.switchOff(user);
    if (json) return printJson(cli.out, { id: user.id, name: user.name, wasOn });
    await printLine(
      cli.out,
      wasOn ? `${user.name} logs in by password alone now.` : `${user.name} had no second step.`,
    );
  });
}

async function findUser(users: Pick<UserStore, 'findByNameKey'>, name: string): Promise<User> {
  const user = await users.findByNameKey(nameKey(name));
  if (!user) throw notFound('member');
  return user;
}

async function createUser(cli: Cli, name: string, options: CreateOptions): Promise<void> {
  const given = options.passwordStdin ? await firstLine(cli.input ?? process.stdin) : options.password;
  const password = given ?? randomBytes(12).toString('base64url');
  await withServices(cli, async ({ enrol }) => {
    const typed = { name, email: options.email ?? '', password };
    const registered = await enrol(typed, { role: options.role });
    if (!registered.ok) throw badInput(describeProblems(registered.problems));
    const { user } = registered;
    const shown = given === undefined ? { password } : {};
    if (options.json) return printJson(cli.out, { id: user.id, name: user.name, role: user.role, ...shown });
    await printLine(cli.out, `Created ${user.role} ${user.name} (id ${user.id}).`);
    if (given === undefined) await printLine(cli.out, `Password (shown once): ${password}`);
  });
}

async function changeRole(cli: Cli, wanted: { name: string; role: Role }, { json }: { json?: boolean }): Promise<void> {
  await withServices(cli, async ({ users }) => {
    const user = await findUser(users, wanted.name);
    await users.updateRole(user.id, wanted.role);
    if (json) return printJson(cli.out, { id: user.id, name: user.name, role: wanted.role });
    await printLine(cli.out, `${user.name} is ${wanted.role} now.`);
  });
}

function describeProblems(problems: Problems): string {
  const t = textsFor('en');
  return (Object.entries(problems) as [string, Problem][])
    .map(([field, { code, params }]) => `${field}: ${errorText(t, code, params)}`)
    .join(' ');
}

async function firstLine(input: Readable): Promise<string> {
  let text = '';
  for await (const chunk of input.setEncoding('utf8')) {
    text += chunk;
    if (text.includes('\n') || text.length > LONGEST_INPUT) break;
  }
  return text.split(/\r?\n/, 1)[0] ?? '';
}
