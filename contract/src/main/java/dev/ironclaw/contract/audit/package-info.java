/// The audit log's file form and its offline verifier: needs no key, no database and no running control plane. Called
/// by the control plane that writes the log and by `ironctl` that checks it; knows nothing of what the entries say.
package dev.ironclaw.contract.audit;
