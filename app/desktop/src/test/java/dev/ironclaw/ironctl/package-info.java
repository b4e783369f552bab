/// `ironctl` against a real control plane in this process.
package dev.ironclaw.ironctl;
