export async function serve(_host: unknown, _parser: unknown): Promise<void> {}
