package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Which variables a granted secret may become. What would change what a program is, where it finds its parts, or which way
/// it takes to the host is refused.
final class GrantRules {
  private static final int MOST = 20;
  private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}");
  private static final List<String> BEGINNINGS = List.of("LD_", "DYLD_", "IRONCLAW_", "ANTHROPIC_", "CLAUDE_",
      "BASH_FUNC_",
      "GIT_CONFIG");
  private static final Set<String> DENIED = Set.of("BASH_ENV", "ENV", "CDPATH", "IFS", "PATH", "HOME", "PYTHONPATH",
      "PYTHONHOME", "PYTHONSTARTUP", "NODE_PATH", "NODE_OPTIONS", "PERL5LIB", "PERL5OPT", "RUBYLIB", "RUBYOPT",
      "CLASSPATH",
      "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "MAVEN_OPTS", "USER", "LOGNAME", "SHELL", "RUST_LOG",
      "PROMPT_COMMAND", "PS4", "SHELLOPTS", "BASHOPTS", "GLOBIGNORE", "GCONV_PATH", "LOCPATH", "TMPDIR", "PWD", "TERM",
      "GIT_SSH", "GIT_SSH_COMMAND", "GIT_EXEC_PATH", "GIT_ASKPASS", "SSH_ASKPASS", "EDITOR", "VISUAL", "PAGER",
      "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY");

  private GrantRules() {}

  /// Says what is wrong with them.
  ///
  /// @param kept whether the vault has a credential of that name
  /// @throws IronclawException `INVALID_REQUEST`
  static void check(List<CredentialGrant> grants, Predicate<String> kept) {
    if (grants.size() > MOST) {
      throw wrong("a job gets " + MOST + " credentials at most");
    }
    Set<String> seen = new HashSet<>();
    for (CredentialGrant grant : grants) {
      String name = grant.envVar();
      if (!NAME.matcher(name).matches()) {
        throw wrong("the variable of the credential \"" + shown(grant.source())
            + "\" must be of capital letters, digits and _, must not begin with a digit, and has 64 characters at most");
      }
      if (DENIED.contains(name) || BEGINNINGS.stream().anyMatch(name::startsWith)) {
        throw wrong(name + " says how programs run or how they reach the host, so no credential may be in it; choose "
            + "another name");
      }
      if (!seen.add(name)) {
        throw wrong(name + " is named twice");
      }
      if (!kept.test(grant.source())) {
        throw wrong("the vault has no credential \"" + shown(grant.source()) + "\"; see `ironctl vault list`");
      }
    }
  }

  private static String shown(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "?").substring(0, Math.min(text.length(), 128));
  }

  private static IronclawException wrong(String what) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "create a job: " + what).in("credentialGrants");
  }
}
