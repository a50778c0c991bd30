/** "Is it really you?": the current password, asked for before every change of who can get in. */
import type { Request } from 'express';
import type { Authenticate } from '../../accounts/authenticate.js';
import { networkOf } from '../../accounts/network.js';
import { memberOf } from '../authentication.js';

export type ProofProblem = {
  field: 'currentPassword' | 'form';
  code: string;
  params: Record<string, number>;
  status: number;
};

export async function proofProblem(
  authenticate: Pick<Authenticate, 'confirm'>,
  req: Request,
  password: string,
): Promise<ProofProblem | null> {
  const proof = await authenticate.confirm(memberOf(req), password, networkOf(req.ip));
  if (proof.ok) return null;
  if (proof.code === 'login-failed')
    return { field: 'currentPassword', code: 'password-wrong', params: {}, status: 422 };
  return { field: 'form', code: proof.code, params: { seconds: proof.seconds }, status: 429 };
}
