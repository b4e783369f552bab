package dev.ironclaw.desktop.session;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.MessagingGroupView;
import dev.ironclaw.contract.api.SessionUsageView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.StatusView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One session with what the control plane says of its place and its box.
///
/// @param since when its box came into its state; empty where it has none
/// @param usage what its box used of the machine when the list was loaded; empty where it has none
public record SessionRow(SessionView session, Optional<MessagingGroupView> place, Optional<String> since,
    Optional<SessionUsageView> usage) {
  static List<SessionRow> of(List<SessionView> sessions, List<MessagingGroupView> places, StatusView status,
      List<SessionUsageView> usages) {
    Map<String, MessagingGroupView> byId = places.stream()
        .collect(Collectors.toMap(MessagingGroupView::id, Function.identity(), (one, _) -> one));
    Map<String, BoxView> boxes = status.boxes().stream().filter(box -> box.id().isPresent())
        .collect(Collectors.toMap(box -> box.id().orElseThrow(), Function.identity(), (one, _) -> one));
    Map<String, SessionUsageView> used = usages.stream()
        .collect(Collectors.toMap(SessionUsageView::boxId, Function.identity(), (one, _) -> one));
    return sessions.stream()
        .map(session -> new SessionRow(session, session.messagingGroupId().map(byId::get),
            session.boxId().map(boxes::get).map(BoxView::since), session.boxId().map(used::get)))
        .toList();
  }

  public String id() {
    return session.id();
  }

  public String agent() {
    return VisibleText.line(session.agentGroupName().orElse(session.agentGroupId()));
  }

  /// True where it is the app's own chat.
  public boolean isOwnChat() {
    return place.filter(known -> known.channelType().equals("webchat")).isPresent();
  }

  public boolean hasBox() {
    return !session.containerStatus().equals("stopped");
  }

  boolean matches(String words, String shownPlace) {
    return (agent() + " " + shownPlace + " " + session.id() + " " + session.containerStatus())
        .toLowerCase(Locale.ROOT).contains(words);
  }
}
