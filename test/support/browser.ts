// The browser that tests drive.

export const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
