/// The typed client that every face uses. Sees the contract and nothing of the control plane.
@SuppressWarnings("requires-automatic") // java-diff-utils has no descriptor; faces run from the class path.
module dev.ironclaw.client {
  requires transitive dev.ironclaw.contract;
  requires static transitive org.jspecify;
  requires io.github.javadiffutils;
  requires org.apache.httpcomponents.client5.httpclient5;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires tools.jackson.core;

  exports dev.ironclaw.client;
  exports dev.ironclaw.client.diagnostics;
}
