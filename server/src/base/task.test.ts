import { describe, expect, it } from 'vitest';
import { Cancellation, never, onNever, Task } from './task.ts';

class TestClock {
  time = 0;
  pauses = 0;
  now(): number {
    return this.time;
  }
  async pause(): Promise<void> {
    this.pauses++;
  }
}

describe('a task', () => {
  it('pauses once ten milliseconds are over, not before', async () => {
    const clock = new TestClock();
    const task = new Task(clock);
    clock.time = 9;
    await task.yield();
    expect(clock.pauses).toBe(0);
    clock.time = 10;
    await task.yield();
    await task.yield();
    expect(clock.pauses).toBe(1);
  });

  it('ends when it was cancelled during a pause', async () => {
    const clock = new TestClock();
    const cancellation = new Cancellation();
    const task = new Task(clock, cancellation);
    expect(await task.yield()).toBe(true);
    clock.pause = async () => cancellation.cancel();
    clock.time = 20;
    expect(await task.yield()).toBe(false);
  });
});

it('reports an impossible case once', () => {
  const heard: string[] = [];
  onNever((message) => heard.push(message));
  never('a');
  never('a');
  never('b');
  expect(heard).toEqual(['a', 'b']);
});
