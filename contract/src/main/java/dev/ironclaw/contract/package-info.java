/// Words that both sides of the wall share: ids, queue rows, kinds of change, errors. Everyone calls it; it knows
/// nobody and depends on `java.base` alone. Frozen: an edit needs an RFC entry in `docs/contract.md`.
package dev.ironclaw.contract;
