/// The HTTP API's words: what operators and faces see and say. Plain strings and numbers, camelCase on the wire;
/// `docs/contract.md` has the list. Never seen by a box.
package dev.ironclaw.contract.api;
