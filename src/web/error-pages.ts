/** What a reader sees when a request cannot be answered. Expected refusals in their words; bugs as one sentence and a log line. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { errorText, textsFor } from '../i18n/texts.js';
import { AppError, notFound } from '../lib/errors.js';
import type { Log } from '../lib/log.js';
import { renderPage } from './render.js';
import { safeNext } from './safe-redirect.js';

export const refuseUnknown: RequestHandler = (_req, _res, next) => next(notFound('page'));

export function showErrors(log: Log): ErrorRequestHandler {
  return async (thrown: unknown, req: Request, res: Response, next) => {
    if (res.headersSent) return next(thrown);
    const error = toAppError(thrown);
    logFailure(log, error, { err: thrown, requestId: res.locals.requestId, path: req.path });
    res.setHeader('Cache-Control', 'no-store');
    try {
      await show(req, res, error);
    } catch (failure) {
      // The page itself needs the database for its sections; when that is what failed, plain words remain.
      log.error({ err: failure, requestId: res.locals.requestId }, 'error page failed');
      res
        .status(error.status)
        .type('text/plain')
        .send(errorText(textsFor('en'), error.code, error.params));
    }
  };
}

/** A bug is an error with its stack; a refusal that was foreseen, such as too much to do, must not fill the log. */
function logFailure(
  log: Log,
  error: AppError,
  { err, ...request }: { err: unknown; requestId: unknown; path: string },
) {
  if (error.status === 500) log.error({ err, ...request }, 'request failed');
  else if (error.status > 500) log.debug({ code: error.code, ...request }, 'request refused');
}

async function show(req: Request, res: Response, error: AppError): Promise<void> {
  const { t, requestId } = res.locals;
  if (!t) {
    res
      .status(error.status)
      .type('text/plain')
      .send(errorText(textsFor('en'), error.code, error.params));
    return;
  }
  // Not a fault of anything: said in words, with the way to the reason.
  const isHidden = error.code === 'thread-hidden';
  const isWithdrawn = error.code === 'thread-withdrawn';
  const told = isHidden ? t.hiddenStory.title : isWithdrawn ? t.openings.withdrawnTitle : null;
  const title = told ?? t.pages.errorTitle(error.status);
  const head = {
    title,
    description: title,
    // The language switch then leads to the same address; a form's address answers no link.
    path: req.method === 'GET' ? safeNext(req.path, '/') : '/',
    isUnlisted: true,
  };
  const page = { status: error.status, message: errorText(t, error.code, error.params), requestId, told, isHidden };
  await renderPage(req, res, 'operations/error', { head, page, status: error.status });
}

function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { status, type } = (thrown ?? {}) as { status?: unknown; type?: unknown };
  // body-parser and express say what the client did wrong (too large, bad encoding, bad path).
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new AppError(type === 'entity.too.large' ? 'too-large' : 'bad-request', { status });
  }
  return new AppError('internal', { status: 500, cause: thrown });
}
