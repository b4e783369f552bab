/// What a container job and the host say to each other. Called by both sides of the wall; knows nothing of containers,
/// stores or people.
package dev.ironclaw.contract.job;
