package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.controlplane.isolation.Quota;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Takes the files of each workspace as far as its own room goes. Where there is not enough for all, whoever wants least is
/// served first: what one agent makes of its workspace takes nothing from those that want less. None gets more than its
/// quota and [#GROWTH], however much there is: what hangs about beyond it is left out.
final class WorkspaceRoom implements WorkspaceFiles.Sink {
  /// How much a workspace may grow while it is read, where there is room; what comes on top is left out.
  static final long GROWTH = 64L << 20;
  /// Bytes around a content beside its name: a mark, two lengths, its digest.
  private static final int AROUND = 64;
  /// Of the content: lengths of its pieces, tags of the chunks.
  private static final int SHARE_AROUND = 1024;
  private static final long MOST = 1L << 60;
  private static final long MOST_ENTRIES = 1L << 40;

  private final Map<String, Long> left;
  private final LongSupplier spare;
  private final WorkspaceFiles.Sink files;

  private WorkspaceRoom(Map<String, Long> left, LongSupplier spare, WorkspaceFiles.Sink files) {
    this.left = left;
    this.spare = spare;
    this.files = files;
  }

  /// @param wanted how much each workspace has, as [#cost] counts
  /// @param free for all of them
  /// @param quota what one may have
  /// @param spare what the disk has just now: others write there too
  /// @param files gets what has room
  static WorkspaceRoom of(Map<String, Long> wanted, long free, Quota quota, LongSupplier spare,
      WorkspaceFiles.Sink files) {
    return new WorkspaceRoom(shares(wanted, free, most(quota)), spare, files);
  }

  /// As [#cost] counts a workspace that is full, with the longest names there can be.
  static long most(Quota quota) {
    return cost("", quota.bytes())
        + Math.min(quota.entries(), MOST_ENTRIES) * (AROUND + 3L * WorkspaceFiles.MAX_NAME);
  }

  static Map<String, Long> shares(Map<String, Long> wanted, long free, long most) {
    List<Map.Entry<String, Long>> least = wanted.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder())).toList();
    Map<String, Long> rooms = new HashMap<>();
    long rest = Math.max(0, free);
    for (int i = 0; i < least.size(); i++) {
      long room = Math.min(Math.min(least.get(i).getValue(), most), rest / (least.size() - i));
      rooms.put(least.get(i).getKey(), room);
      rest -= room;
    }
    long growth = Math.min(GROWTH, rest / Math.max(1, least.size()));
    rooms.replaceAll((_, room) -> room + growth);
    return rooms;
  }

  /// How much of a backup a file takes: what is around it counts, or many small files would be more than their room.
  static long cost(String path, long bytes) {
    long content = Math.min(bytes, MOST);
    return content + content / SHARE_AROUND + AROUND + 3L * path.length();
  }

  @Override
  public boolean wants(String workspace, String path, long bytes) {
    long cost = cost(path, bytes);
    long room = left.getOrDefault(workspace, 0L);
    boolean fits = cost <= room && cost <= spare.getAsLong();
    left.put(workspace, fits ? room - cost : room);
    return fits;
  }

  @Override
  public void put(String name, InputStream content) throws IOException {
    files.put(name, content);
  }
}
