package dev.ironclaw.sandbox.worker;

/// What a person says to the running job.
///
/// @param done whether nothing more will come
record JobPrompt(String content, boolean done) {}
