/// The audit log's file form and its offline verifier: needs no key, no database and no running control plane.
package dev.ironclaw.contract.audit;
