package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;

/// Requests over HTTPS that an agent may send out.
///
/// @param method empty for every one; `GET` stands for `HEAD` too
/// @param host one exact name in its ASCII form, lower case, or a public address
/// @param path this one and all below it, case and escapes as they are; empty for every one
public record EgressRule(AgentGroupId agentGroup, String method, String host, int port, String path) {
  public static final int HTTPS = 443;

  /// Whether a request is one of these.
  ///
  /// @param rawPath as it goes out, without the query
  public boolean covers(String method, String host, int port, String rawPath) {
    return (this.method.isEmpty() || this.method.equals(method)
        || (this.method.equals("GET") && method.equals("HEAD"))) && this.host.equals(host) && this.port == port
        && (path.isEmpty() || rawPath.equals(path)
            || rawPath.startsWith(path.endsWith("/") ? path : path + "/"));
  }

  /// In one line: `[METHOD ]host[:port][/path]`.
  public String text() {
    String named = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return (method.isEmpty() ? "" : method + " ") + named + (port == HTTPS ? "" : ":" + port) + path;
  }
}
