/** Accounts by hand: the first administrator of a server, a moderator's promotion. */
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Argument, Option } from 'commander';
import { nameKey } from '../accounts/name.js';
import type { Problem, Problems } from '../accounts/register.js';
import { type Role, roles } from '../accounts/user.js';
import { errorText, textsFor } from '../i18n/texts.js';
import { notFound } from '../lib/errors.js';
import { type AddCommand, type Cli, withServices } from './context.js';
import { badInput } from './exit.js';
import { withExamples, withJson } from './options.js';
import { printJson, printLine } from './output.js';

type CreateOptions = { role: Role; email?: string; password?: string; passwordStdin?: boolean; json?: boolean };

const LONGEST_INPUT = 10_000;
const nameHelp = 'name of the member';

export const addUser: AddCommand = (program, cli) => {
  const user = program.command('user').description('accounts: create one, change a role');
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
};

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
    const user = await users.findByNameKey(nameKey(wanted.name));
    if (!user) throw notFound('member');
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
