/// The box API: what one box may say to the host over its one socket, and what the host says back. Both sides build
/// on these words; `docs/contract.md` has the wire forms.
package dev.ironclaw.contract.box;
