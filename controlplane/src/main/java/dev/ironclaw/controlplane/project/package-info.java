/// The folders that jobs work in, below the one folder of projects: opened without following a link, their files listed and
/// read, and, where a person wants to see first what a job changed, copied, compared and put back. Called by job and api;
/// knows nothing of containers.
@NullMarked
package dev.ironclaw.controlplane.project;

import org.jspecify.annotations.NullMarked;
