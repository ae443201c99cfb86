/** Starts to count; gives the milliseconds of processor time of this process since. A busy machine adds nothing to them. */
export function processorTime(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
