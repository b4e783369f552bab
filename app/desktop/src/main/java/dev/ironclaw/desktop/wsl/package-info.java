/// The control plane in WSL 2, where the app runs on Windows: what of it is there, what would set it up, and one that runs
/// in it. `DesktopApp` asks; nothing here knows the window.
@NullMarked
package dev.ironclaw.desktop.wsl;

import org.jspecify.annotations.NullMarked;
