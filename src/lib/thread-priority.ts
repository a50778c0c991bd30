/**
 * Work behind the scenes gives way to pages. Linux keeps a nice value for every thread, so a worker can step back while
 * the thread that serves pages stays where it is. Elsewhere nothing happens: threads share one priority there.
 */
import { readlinkSync } from 'node:fs';
import os from 'node:os';

/** Where both want one core, the page's thread gets nine parts of ten: each step of niceness is a factor of 1.25. */
const BACKGROUND_STEPS = 10;
const NICEST = os.constants.priority.PRIORITY_LOW;

/** Lowers another process that has just been started: its threads inherit it. */
export function stepBackProcess(pid: number): void {
  try {
    os.setPriority(pid, Math.min(NICEST, os.getPriority() + BACKGROUND_STEPS));
  } catch {
    // It has ended already, or the system forbids it.
  }
}

/** Lowers the calling thread for good: only a privileged user could raise it again. */
export function stepBack(): void {
  try {
    // "123/task/456": the second number is the calling thread's.
    const thread = Number(/\d+$/.exec(readlinkSync('/proc/thread-self'))?.[0]);
    if (thread > 0) os.setPriority(thread, Math.min(NICEST, os.getPriority() + BACKGROUND_STEPS));
  } catch {
    // No such file, or a system that forbids it: then all are equal.
  }
}
