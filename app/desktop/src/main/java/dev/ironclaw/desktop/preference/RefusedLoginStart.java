package dev.ironclaw.desktop.preference;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;

/// One that can be ended and not begun: as the app was started now, it could not start at login.
///
/// @param why what to do instead
public record RefusedLoginStart(LoginStart platform, String why) implements LoginStart {
  @Override
  public boolean isEnabled() {
    return platform.isEnabled();
  }

  @Override
  public void enable() {
    throw new IronclawException(ErrorCode.CONFIGURATION, why);
  }

  @Override
  public void disable() {
    platform.disable();
  }
}
