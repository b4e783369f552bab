package dev.ironclaw.desktop.tray;

import java.util.Optional;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;

/// Properties that others may read: one by one they are those of [#GetAll]. The library exports public interfaces only.
public interface ReadOnlyProperties extends Properties {
  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // So the library's interface has it; it sends a variant.
  default <A> A Get(String type, String name) {
    return (A) Optional.<Object>ofNullable(GetAll(type).get(name))
        .orElseThrow(() -> new DBusExecutionException("there is no property " + name));
  }

  @Override
  default <A> void Set(String type, String name, A value) {
    throw new DBusExecutionException("the properties can only be read");
  }
}
