#!/usr/bin/env node
// The program under its one name. Its parts are ES modules, each loaded when it is needed.

// Where Node can keep compiled code (22.1 and later), it starts sooner.
require('node:module').enableCompileCache?.();
import('./server/node.js');
