// A binary to read.

/** `package acme:clock@1.0.0`, interface `time`: record `instant { seconds: u64 }`, `now: func() -> instant`. */
export const CLOCK = Buffer.from(
  'AGFzbQ0AAQAHRgFBAgFCBAFyAQdzZWNvbmRzdwQAB2luc3RhbnQDAAABQAAAAQQAA25vdwECBAAVYWNtZTpjbG9jay90aW1lQDEuMC4wBQALCgEABHRpbWUDAAA=',
  'base64',
);
