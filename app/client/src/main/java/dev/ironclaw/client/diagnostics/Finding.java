package dev.ironclaw.client.diagnostics;

/// One thing that was looked at.
///
/// @param result [#OK], [#WARN] or [#FAIL]
/// @param fix what to do; empty for `OK`
public record Finding(String name, String result, String detail, String fix) {
  public static final String OK = "OK";
  public static final String WARN = "WARN";
  public static final String FAIL = "FAIL";

  public static Finding ok(String name, String detail) {
    return new Finding(name, OK, detail, "");
  }

  public static Finding warn(String name, String detail, String fix) {
    return new Finding(name, WARN, detail, fix);
  }

  public static Finding fail(String name, String detail, String fix) {
    return new Finding(name, FAIL, detail, fix);
  }
}
