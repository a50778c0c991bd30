export type ErrorPage = { status: number; message: string; requestId: string };
