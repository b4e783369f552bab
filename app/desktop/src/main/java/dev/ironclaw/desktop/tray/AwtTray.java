package dev.ironclaw.desktop.tray;

import dev.ironclaw.desktop.shell.Texts;
import java.awt.AWTException;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Image;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.PopupMenu;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.awt.image.BaseMultiResolutionImage;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The icon where the platform has a place for it that Java knows: Windows, macOS, old panels of X11. Seen on X11 only by
/// us.
final class AwtTray implements Tray, Balloons {
  private static final Logger LOG = LoggerFactory.getLogger(AwtTray.class);

  private final SystemTray system;
  private final Texts texts;
  private final Executor ui;
  private final TrayListener listener;
  /// What a click on the balloon that is up means.
  private final AtomicReference<@Nullable Runnable> balloon = new AtomicReference<>();
  private final AtomicReference<@Nullable TrayIcon> icon = new AtomicReference<>();

  private AwtTray(SystemTray system, Texts texts, Executor ui, TrayListener listener) {
    this.system = system;
    this.texts = texts;
    this.ui = ui;
    this.listener = listener;
    system.addPropertyChangeListener("systemTray",
        change -> ui.execute(() -> listener.hosted(change.getNewValue() != null && hosted())));
  }

  /// Empty where there is no such place.
  static Optional<AwtTray> open(Texts texts, Executor ui, TrayListener listener) {
    return SystemTray.isSupported()
        ? Optional.of(new AwtTray(SystemTray.getSystemTray(), texts, ui, listener))
        : Optional.empty();
  }

  @Override
  public void show(TrayState state, TrayMenu menu) {
    EventQueue.invokeLater(() -> {
      TrayIcon shown = icon.get();
      if (shown == null) {
        appear(new TrayIcon(image(state), menu.sentence(), popup(menu)));
        return;
      }
      shown.setImage(image(state));
      shown.setToolTip(menu.sentence());
      shown.setPopupMenu(popup(menu));
    });
  }

  private void appear(TrayIcon fresh) {
    fresh.setImageAutoSize(true);
    fresh.addActionListener(_ -> activated());
    try {
      system.add(fresh);
      icon.set(fresh);
      ui.execute(() -> listener.hosted(true));
    } catch (AWTException e) {
      LOG.warn("the panel does not take the icon: {}", e.getMessage());
    }
  }

  /// Java does not say whether the icon or its balloon was clicked.
  private void activated() {
    Runnable meant = balloon.getAndSet(null);
    ui.execute(meant == null ? () -> listener.chosen(new TrayAction.Open()) : meant);
  }

  private Image image(TrayState state) {
    Dimension size = system.getTrayIconSize();
    int side = Math.max(16, Math.min(size.width, size.height));
    return new BaseMultiResolutionImage(picture(state, side), picture(state, side * 2));
  }

  private static BufferedImage picture(TrayState state, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, side, side, TrayPicture.argb(state, side), 0, side);
    return image;
  }

  private PopupMenu popup(TrayMenu menu) {
    PopupMenu popup = new PopupMenu(texts.of("shell.name"));
    fill(popup, menu.entries());
    return popup;
  }

  private void fill(Menu menu, List<TrayEntry> entries) {
    entries.forEach(entry -> {
      switch (entry) {
        case TrayEntry.Separator _ -> menu.addSeparator();
        case TrayEntry.Info info -> menu.add(item(info.text(), false));
        case TrayEntry.Submenu submenu -> {
          Menu below = new Menu(submenu.text());
          fill(below, submenu.entries());
          menu.add(below);
        }
        case TrayEntry.Action action -> {
          MenuItem item = item(action.text(), action.enabled());
          item.addActionListener(_ -> ui.execute(() -> listener.chosen(action.action())));
          menu.add(item);
        }
      }
    });
  }

  private static MenuItem item(String text, boolean enabled) {
    MenuItem item = new MenuItem(text);
    item.setEnabled(enabled);
    return item;
  }

  @Override
  public void display(String caption, String text, boolean critical, Runnable clicked) {
    EventQueue.invokeLater(() -> {
      TrayIcon shown = icon.get();
      if (shown != null) {
        balloon.set(clicked);
        shown.displayMessage(caption, text, critical ? TrayIcon.MessageType.WARNING : TrayIcon.MessageType.INFO);
      }
    });
  }

  @Override
  public boolean hosted() {
    return icon.get() != null && system.getTrayIcons().length > 0;
  }

  @Override
  public void close() {
    TrayIcon shown = icon.getAndSet(null);
    if (shown != null) {
      EventQueue.invokeLater(() -> system.remove(shown));
    }
  }
}
