// Which packages depend on each other in a cycle.

/** Tarjan's strongly connected components, without recursion; components of one member are left out. */
export function components(edges: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const result = new Map<string, number>();
  let counter = 0;
  let component = 0;
  for (const start of edges.keys()) {
    if (index.has(start)) continue;
    const work: { key: string; next: number }[] = [{ key: start, next: 0 }];
    while (work.length > 0) {
      const top = work[work.length - 1];
      if (top === undefined) break;
      const { key } = top;
      if (top.next === 0) {
        index.set(key, counter);
        low.set(key, counter++);
        stack.push(key);
        onStack.add(key);
      }
      const target = edges.get(key)?.[top.next++];
      if (target !== undefined) {
        if (!edges.has(target)) continue;
        if (!index.has(target)) work.push({ key: target, next: 0 });
        else if (onStack.has(target)) low.set(key, Math.min(low.get(key) ?? 0, index.get(target) ?? 0));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent !== undefined) low.set(parent.key, Math.min(low.get(parent.key) ?? 0, low.get(key) ?? 0));
      if (low.get(key) !== index.get(key)) continue;
      const members: string[] = [];
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        onStack.delete(member);
        members.push(member);
        if (member === key) break;
      }
      if (members.length > 1) for (const member of members) result.set(member, component);
      component++;
    }
  }
  return result;
}
